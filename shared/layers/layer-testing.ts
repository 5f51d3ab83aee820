import type { Json } from '../document/json.ts';
import type { Shape, Value } from '../document/value.ts';
import {
  type BuiltContext,
  type Explanation,
  LayerError,
  type LayerProblem,
  type LayerType,
  type WeightDescription,
} from './contract.ts';
import { parseParameters } from './parse-parameters.ts';

/** What a layer's functions answer for one set of parameters and inputs; for tests. */
export interface LayerResult {
  readonly shapes: readonly (Shape | null)[];
  readonly weights: readonly WeightDescription[];
  readonly parameterCount: number;
  readonly trainableCount: number;
  readonly multiplyAdds: number | null;
  readonly explanations: readonly Explanation[];
  readonly warnings: readonly LayerProblem[];
  readonly keyLine: string;
  readonly error: LayerProblem | null;
}

/**
 * Runs a layer declaration on input shapes (float32) or values.
 *
 * @param layer the declaration
 * @param raw parameters as a document holds them; the rest are defaults
 * @param inputs shapes with the batch first (`'N'`), or full values
 * @throws Error when a parameter is refused
 */
export function layerResult<P>(
  layer: LayerType<P>,
  raw: Readonly<Record<string, Json>>,
  inputs: readonly (Shape | Value)[],
): LayerResult {
  const parsed = parseParameters(layer.parameters, raw);
  if (parsed.problems[0]) throw new Error(parsed.problems[0].message);
  const parameters = parsed.values as P;
  const values = inputs.map(input =>
    'dtype' in input ? input : ({ dtype: 'float32', shape: input } as const),
  );
  const keyLine = layer.keyParameters(parameters);
  const context = { name: 'layer', parameters, inputs: values };
  try {
    const outputs = layer.infer(context);
    const built: BuiltContext<P> = { ...context, outputs };
    const weights = layer.weights?.(built) ?? [];
    const count = (list: readonly WeightDescription[]) =>
      list.reduce((sum, weight) => sum + weight.shape.reduce((product, dim) => product * dim, 1), 0);
    return {
      shapes: outputs.map(value => value.shape),
      weights,
      parameterCount: count(weights),
      trainableCount: count(weights.filter(weight => weight.trainable)),
      multiplyAdds: layer.multiplyAdds ? layer.multiplyAdds(built) : 0,
      explanations: layer.explain?.(built) ?? [],
      warnings: layer.warnings?.(built) ?? [],
      keyLine,
      error: null,
    };
  } catch (error) {
    if (!(error instanceof LayerError)) throw error;
    return {
      shapes: [],
      weights: [],
      parameterCount: 0,
      trainableCount: 0,
      multiplyAdds: null,
      explanations: [],
      warnings: [],
      keyLine,
      error: error.problem,
    };
  }
}
