import type { Json } from '../../document/json.ts';
import type { LayerType } from '../contract.ts';
import { layerResult } from '../layer-testing.ts';
import { parseParameters } from '../parse-parameters.ts';
import type { Forward, Tensor, Tf } from '../tfjs-contract.ts';
import golden from './golden/convolution.json' with { type: 'json' };

/** A tensor told by its shape and four weighted sums, in which every misplaced element shows. */
interface ToldTensor {
  readonly shape: readonly number[];
  readonly sums: readonly number[];
}

/** What Keras computed for one layer; judges/convolutions.py makes the file. */
export interface GoldenCase {
  readonly type: string;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly input: readonly number[];
  readonly output: ToldTensor;
  readonly parameterCount: number;
  readonly gradients: Readonly<Record<string, ToldTensor>>;
}

/** The golden cases of a layer type, with a title for the test. */
export function goldenCases(type: string): readonly (readonly [string, GoldenCase])[] {
  const cases: readonly unknown[] = golden.cases;
  return (cases as readonly GoldenCase[])
    .filter(entry => entry.type === type)
    .map(entry => [`${entry.input.join('×')} ${JSON.stringify(entry.parameters)}`, entry] as const);
}

/** The values that the judge gives to inputs, weights and the loss. */
function pattern(length: number, seed: number): readonly number[] {
  return Array.from({ length }, (_, i) => ((i * 37 + seed * 17) % 101) / 50 - 1);
}

function patternTensor(tf: Tf, shape: readonly number[], seed: number): Tensor {
  const length = shape.reduce((product, extent) => product * extent, 1);
  return tf.tensor([...pattern(length, seed)], [...shape]);
}

function tell(tensor: Tensor): ToldTensor {
  const values = [...tensor.dataSync()];
  const sums = [0, 1, 2, 3].map(k =>
    pattern(values.length, 20 + k).reduce((sum, weight, i) => sum + weight * (values[i] ?? 0), 0),
  );
  return { shape: tensor.shape, sums };
}

/** What a layer of ours answers for a golden case, beside what Keras answered. */
export interface GoldenComparison {
  readonly shapes: { readonly inferred: unknown; readonly computed: unknown; readonly keras: unknown };
  readonly parameterCount: { readonly ours: number; readonly keras: number };
  /** Largest |ours − Keras| of all sums of the output and of the gradients, relative to 1 + |Keras|. */
  readonly difference: number;
}

/**
 * Runs a layer's inference, forward computation and gradients on a golden case.
 *
 * @param tf the engine
 * @param layer the declaration
 * @param forward its forward computation
 * @param expected the golden case
 */
export function compareWithGolden<P>(
  tf: Tf,
  layer: LayerType<P>,
  forward: Forward<P>,
  expected: GoldenCase,
): GoldenComparison {
  const result = layerResult(layer, expected.parameters, [['N', ...expected.input.slice(1)]]);
  if (result.error) throw new Error(result.error.message);
  const parameters = parseParameters(layer.parameters, expected.parameters).values as P;
  const names = result.weights.map(weight => weight.name);
  const tensors = [
    patternTensor(tf, expected.input, 1),
    ...result.weights.map((weight, i) => patternTensor(tf, weight.shape, 2 + i)),
  ];
  const run = (...[input, ...weights]: Tensor[]): Tensor => {
    if (!input) throw new Error('No input.');
    const [output] = forward(tf, {
      parameters,
      inputs: [input],
      weights: Object.fromEntries(names.map((name, i) => [name, weights[i] ?? input])),
      training: true,
      random: { uniform: shape => tf.zeros([...shape]), normal: shape => tf.zeros([...shape]) },
      update: () => undefined,
    });
    if (!output) throw new Error('No output.');
    return output;
  };
  const output = tell(run(...tensors));
  const loss = (...given: Tensor[]) => {
    const value = run(...given);
    return tf.sum(tf.mul(value, patternTensor(tf, value.shape, 9)));
  };
  const gradients = tf
    .grads(loss as Parameters<typeof tf.grads>[0])(tensors)
    .map(tell);
  const pairs = [
    [output, expected.output] as const,
    ...['input', ...names].map((name, i) => [gradients[i], expected.gradients[name]] as const),
  ];
  const differences = pairs.flatMap(([ours, keras]) =>
    (keras?.sums ?? [Number.NaN]).map((sum, k) => Math.abs((ours?.sums[k] ?? 0) - sum) / (1 + Math.abs(sum))),
  );
  return {
    shapes: {
      inferred: result.shapes[0]?.slice(1),
      computed: output.shape.slice(1),
      keras: expected.output.shape.slice(1),
    },
    parameterCount: { ours: result.parameterCount, keras: expected.parameterCount },
    difference: differences.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...differences),
  };
}

/** How far float32 sums of a few hundred products may stray from Keras's. */
export const GOLDEN_TOLERANCE = 1e-4;
