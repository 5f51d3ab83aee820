import type { GraphNode } from '../../document/graph.ts';
import type { Json } from '../../document/json.ts';
import type { Value } from '../../document/value.ts';
import { inferNode } from '../../inference/node-inference.ts';
import type { WeightDescription } from '../../layers/contract.ts';
import { layerType } from '../../layers/registry.ts';
import type { DraftPort, DraftWeight, StepWeight } from './draft.ts';

/** A layer that holds: its parameters, what it gives, and its weights in the layer's order. */
export interface BuiltLayer {
  readonly parameters: Readonly<Record<string, Json>>;
  readonly outputs: readonly Value[];
  readonly weights: readonly DraftWeight[];
}

/**
 * Tries a layer on its inputs by the layer's own inference.
 *
 * @param type a layer type
 * @param given its parameters; those at their default are left out
 * @param inputs what feeds it
 * @param weights its weights by name
 * @returns the layer, or why it does not hold
 */
export function buildLayer(
  type: string,
  given: Readonly<Record<string, Json | undefined>>,
  inputs: readonly DraftPort[],
  weights: Readonly<Record<string, StepWeight>>,
): BuiltLayer | string {
  const layer = layerType(type);
  if (!layer) return `there is no layer ${type}.`;
  const parameters: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given)) {
    const parameter = layer.parameters[name];
    if (!parameter) return `${type} has no ${name}.`;
    if (value === undefined) continue;
    const parsed = parameter.parse(value);
    if (!parsed.ok) return `${name} ${parsed.message}.`;
    if (JSON.stringify(parsed.value) !== JSON.stringify(parameter.default)) parameters[name] = value;
  }
  const node: GraphNode = {
    name: 'it',
    type,
    parameters,
    weightsOf: null,
    trainable: true,
    isTopLevel: true,
    inputs: inputs.map((_, i) => ({ node: 'before', port: i })),
  };
  const feeds = inputs.map(({ layer: from, port }) => {
    const value = from.outputs[port];
    return value ? { value, dataFormat: null } : null;
  });
  const inferred = inferNode(node, feeds, false);
  const problem = inferred.problems.find(({ severity }) => severity === 'error');
  if (problem) return problem.message;
  if (!inferred.isBuilt) return 'the shape of its input is not known.';
  const described = inferred.weights;
  const wrong = described.find(description => !fits(description, weights[description.name]));
  if (wrong) return `its weight ${wrong.name} has other extents or another type.`;
  if (Object.keys(weights).some(name => !described.some(description => description.name === name)))
    return 'it has no place for a weight of the file.';
  return {
    parameters,
    outputs: inferred.outputs,
    weights: described.flatMap(({ name, shape }) => {
      const weight = weights[name];
      return weight
        ? [{ name, shape, constant: weight.constant, permutation: weight.permutation ?? null }]
        : [];
    }),
  };
}

function fits({ shape, dtype = 'float32' }: WeightDescription, weight: StepWeight | undefined): boolean {
  if (!weight || weight.constant.dtype !== dtype) return false;
  const from = weight.constant.shape;
  const given = weight.permutation ? weight.permutation.map(axis => from[axis]) : from;
  return given.length === shape.length && given.every((extent, axis) => extent === shape[axis]);
}
