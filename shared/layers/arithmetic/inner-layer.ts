import type { Value } from '../../document/value.ts';
import {
  type BuiltContext,
  LayerError,
  type LayerProblem,
  type LayerType,
  type WeightDescription,
} from '../contract.ts';
import type { InnerLayer } from '../layer-parameter.ts';
import type { OnnxGraph } from '../onnx-contract.ts';
import { parseParameters } from '../parse-parameters.ts';

/** A layer inside another one, ready to be asked. */
export interface OpenedLayer {
  readonly layer: LayerType;
  /** Canonical. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Finds the declaration of an inner layer and reads its parameters.
 *
 * @param layers the types to choose from
 * @param inner the parameter's canonical value
 * @throws Error for a type that is not among them, which the parameter's parser refuses before
 */
export function openLayer(layers: readonly LayerType[], inner: InnerLayer): OpenedLayer {
  const layer = layers.find(({ type }) => type === inner.type);
  if (!layer) throw new Error(`There is no inner layer type ${inner.type}.`);
  return { layer, parameters: parseParameters(layer.parameters, inner.parameters).values };
}

/**
 * The same with some parameters set to canonical values.
 *
 * @param opened the layer
 * @param changes by name
 */
export function withParameters(
  { layer, parameters }: OpenedLayer,
  changes: Readonly<Record<string, unknown>>,
): OpenedLayer {
  return { layer, parameters: { ...parameters, ...changes } };
}

/** The inner problem as one of the layer around it; a fix of the inner parameters would not fit the node. */
function outward(layer: LayerType, { code, severity, message }: LayerProblem): LayerProblem {
  return { code, severity, message: `holds a ${layer.type} that ${message}` };
}

/**
 * What the inner layer's functions receive for given inputs, outputs inferred.
 *
 * @param name the outer node's name
 * @param inputs what comes in
 * @param masks their masks by port
 * @throws LayerError when the inner layer cannot work on the inputs
 */
export function innerContext(
  { layer, parameters }: OpenedLayer,
  name: string,
  inputs: readonly Value[],
  masks?: readonly (Value | undefined)[],
): BuiltContext<Readonly<Record<string, unknown>>> {
  const context = { name, parameters, inputs, ...(masks && { masks }) };
  try {
    return { ...context, outputs: layer.infer(context) };
  } catch (error) {
    if (!(error instanceof LayerError)) throw error;
    throw new LayerError(outward(layer, error.problem));
  }
}

/** The inner layer's warnings, said of the layer around it. */
export function innerWarnings(
  { layer }: OpenedLayer,
  context: BuiltContext<Readonly<Record<string, unknown>>>,
): readonly LayerProblem[] {
  return (layer.warnings?.(context) ?? []).map(problem => outward(layer, problem));
}

/** Weights under a prefix: `forward_layer/kernel`. */
export function prefixed(
  prefix: string,
  weights: readonly WeightDescription[],
): readonly WeightDescription[] {
  return weights.map(weight => ({ ...weight, name: `${prefix}/${weight.name}` }));
}

/** The graph as an inner layer sees it whose weights stand under a prefix. */
export function prefixedGraph(graph: OnnxGraph, prefix: string): OnnxGraph {
  return { ...graph, weight: (name, form) => graph.weight(`${prefix}/${name}`, form) };
}

/**
 * The inner layer as Keras's config holds it.
 *
 * @param context the inner layer's values
 * @param name its name in Keras
 */
export function innerKerasConfig(
  { layer }: OpenedLayer,
  context: BuiltContext<Readonly<Record<string, unknown>>>,
  name: string,
): Readonly<Record<string, unknown>> {
  return {
    module: 'keras.layers',
    class_name: layer.type,
    config: { name, trainable: true, ...context.parameters, ...layer.kerasConfig?.(context) },
    registered_name: null,
  };
}
