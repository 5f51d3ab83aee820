import { drawnInputs, type Graph, masksByPort, type OutputPort } from '../../document/graph.ts';
import type { Inference, NodeInference } from '../../inference/infer.ts';
import { fromBase64 } from '../../layers/arithmetic/base64.ts';
import type { WeightStore } from '../../layers/weight-store.ts';
import { channelsFirstOrder, neededLayers } from '../needed-layers.ts';
import { carriedDomains, chooseOpset } from './choose-opset.ts';
import { withDirectOutputs } from './direct-outputs.ts';
import { ExportError } from './export-error.ts';
import { inFileOrder, interfaceNames, withFileNames } from './file-interface.ts';
import { GraphBuilder } from './graph-builder.ts';
import {
  irVersionOf,
  type OnnxGraphDescription,
  type OnnxModel,
  type OnnxNode,
  type OnnxValueInfo,
  OPSETS,
} from './model.ts';
import { inversePermutation } from './permute.ts';
import { removeTransposes } from './remove-transposes.ts';

/** The order of axes of the graph's inputs: as in the document, or channels first. */
export type OnnxLayout = 'nhwc' | 'nchw';

/** How a model is written. */
export interface OnnxOptions {
  /** Operator set, 13 to 21; left out: 17, or the nearest one that carried operators of an imported file allow. */
  readonly opset?: number;
  /** `nhwc` keeps the inputs as the document has them; `nchw` takes channels-last inputs channels first. */
  readonly layout?: OnnxLayout;
  /** Layers whose results are outputs too, beside the network's own; for comparison. */
  readonly extraOutputs?: readonly string[];
  readonly producerVersion?: string;
}

/** A model, and how its inputs differ from the document's. */
export interface BuiltOnnxModel {
  readonly model: OnnxModel;
  /** For each input that is taken in another order: the permutation from the document's value to the graph's input. */
  readonly inputPermutations: ReadonlyMap<string, readonly number[]>;
  /** The output's name for each of the layers asked for by `extraOutputs`. */
  readonly extraOutputs: ReadonlyMap<string, string>;
  /** Names of inputs and outputs in the file, where they are not those of their layers. */
  readonly fileNames: ReadonlyMap<string, string>;
}

/**
 * Writes a network as an ONNX model. Inputs and outputs carry the names of their layers, tensors those of the layers that make
 * them, weights `LAYER/WEIGHT`. Nothing is computed: the elements of the weights are asked for when the model is encoded.
 *
 * @param name the network's name
 * @param graph the flat network
 * @param inference its inference
 * @param weights where the weights' elements come from
 * @throws ExportError when a layer has errors or the network has no input or output
 */
export function buildOnnxModel(
  name: string,
  graph: Graph,
  inference: Inference,
  weights: WeightStore,
  options: OnnxOptions = {},
): BuiltOnnxModel {
  requireOpset(options.opset);
  const nodes = exportable(graph, inference);
  const opset = chooseOpset(inference, options.opset);
  const domains = carriedDomains(inference);
  const outputs = [...new Set(graph.outputs)];
  const fileNames = interfaceNames(graph);
  const builder = new GraphBuilder(opset, weights, [...graph.nodes.keys(), ...fileNames.values()]);
  const tensors = new Map<string, readonly string[]>();
  const ranks = new Map<string, number>();
  const inputs: OnnxValueInfo[] = [];
  const inputPermutations = new Map<string, readonly number[]>();
  const inputOrders = new Map<string, readonly number[] | null>();
  for (const node of nodes) {
    const [value] = node.outputs;
    if (node.layer?.traits.isInput && value) {
      const permutation = options.layout === 'nchw' ? channelsFirstOrder(graph, inference, node) : null;
      const shape = permutation ? permutation.map(axis => value.shape?.[axis] ?? null) : value.shape;
      inputs.push({ ...valueInfo(inference, node.name, node.name), shape });
      if (permutation) inputPermutations.set(node.name, permutation);
      inputOrders.set(node.name, permutation ? inversePermutation(permutation) : null);
      tensors.set(node.name, [node.name]);
    } else tensors.set(node.name, writeLayer(builder, node, tensors));
    node.outputs.forEach((output, port) => {
      const tensor = tensors.get(node.name)?.[port];
      if (tensor !== undefined && output.shape) ranks.set(tensor, output.shape.length);
    });
  }
  for (const output of outputs) {
    const [tensor = ''] = tensors.get(output) ?? [];
    if (tensor !== output) builder.nodes.push(identity(tensor, output));
  }
  const pass = removeTransposes({
    nodes: builder.nodes,
    initializers: builder.initializers,
    inputs: inputOrders,
    ranks,
    outputs,
    onlyPairs: nodes.some(({ half }) => half !== null),
    unique: wish => builder.unique(wish),
  });
  const extraNodes: OnnxNode[] = [];
  const extraOutputs = new Map<string, string>();
  for (const layer of options.extraOutputs ?? []) {
    const { tensor, permutation } = pass.place(tensors.get(layer)?.[0] ?? layer);
    const output = builder.unique(`${layer}/compared`);
    const attributes = permutation ? { perm: { ints: permutation } } : {};
    extraNodes.push({
      ...identity(tensor, output),
      operator: permutation ? 'Transpose' : 'Identity',
      attributes,
    });
    extraOutputs.set(layer, output);
  }
  const pruned = prune({
    inputs: inFileOrder(inputs, graph),
    outputs: [
      ...outputs.map(output => valueInfo(inference, output, output)),
      ...[...extraOutputs].map(([layer, output]) => valueInfo(inference, layer, output)),
    ],
    nodes: nameAfterLayers([...pass.nodes, ...extraNodes], graph, name => pass.place(name).tensor),
    initializers: [...pass.initializers.values()],
  });
  const description = withDirectOutputs(pruned);
  const irVersion = irVersionOf(opset);
  const producerVersion = options.producerVersion ?? '';
  return {
    model: { irVersion, opset, domains, producerVersion, name, graph: withFileNames(description, fileNames) },
    inputPermutations,
    extraOutputs,
    fileNames,
  };
}

function requireOpset(opset: number | undefined): void {
  if (opset === undefined || (Number.isInteger(opset) && opset >= OPSETS.min && opset <= OPSETS.max)) return;
  throw new ExportError(
    'export.opset',
    `The operator set ${opset} cannot be written; choose a whole number from ${OPSETS.min} to ${OPSETS.max}.`,
  );
}

/** The layers that the outputs need, and all inputs, in order; throws on what cannot be exported. */
function exportable(graph: Graph, inference: Inference): readonly NodeInference[] {
  const nodes = neededLayers(graph, inference);
  const isSource = ({ layer, node }: NodeInference) =>
    layer?.traits.isInput || (layer?.traits.isCarried && node.inputs.length === 0);
  if (graph.outputs.length === 0 || !nodes.some(isSource))
    throw new ExportError(
      'export.network',
      'The network has no layers to export. Add an input layer and at least one layer that is wired to it.',
    );
  return nodes;
}

function writeLayer(
  builder: GraphBuilder,
  node: NodeInference,
  tensors: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const nameOf = (input: OutputPort | null) => (input ? (tensors.get(input.node)?.[input.port] ?? '') : '');
  const inputNames = drawnInputs(node.node).map(nameOf);
  const maskNames = masksByPort(node.node, nameOf);
  const owner = node.node.weightsOf ?? node.name;
  return builder.addLayer(
    node.name,
    owner,
    node.weights,
    node.half,
    graph =>
      node.layer?.onnx({ ...node.context(), inputNames, ...(maskNames && { maskNames }) }, graph) ?? [],
  );
}

function valueInfo(inference: Inference, layer: string, name: string): OnnxValueInfo {
  const value = inference.nodes.get(layer)?.outputs[0];
  const form = value?.form === undefined ? null : fromBase64(value.form);
  return { name, dtype: value?.dtype ?? 'float32', shape: value?.shape ?? null, ...(form && { form }) };
}

function identity(tensor: string, output: string): OnnxNode {
  return { operator: 'Identity', name: output, inputs: [tensor], outputs: [output], attributes: {} };
}

/** Gives a tensor that stands in another order than the layer's the layer's name all the same, where that is free. */
function nameAfterLayers(
  nodes: readonly OnnxNode[],
  graph: Graph,
  tensorOf: (layer: string) => string,
): readonly OnnxNode[] {
  const made = new Set(nodes.flatMap(node => node.outputs));
  const names = new Map<string, string>();
  for (const layer of graph.nodes.keys()) {
    const tensor = tensorOf(layer);
    if (!made.has(layer) && made.has(tensor) && !graph.nodes.has(tensor) && !names.has(tensor))
      names.set(tensor, layer);
  }
  const rename = (tensor: string) => names.get(tensor) ?? tensor;
  const taken = new Set<string>();
  return nodes.map(node => {
    const outputs = node.outputs.map(rename);
    const [output = ''] = outputs;
    let name = graph.nodes.has(output) ? output : node.name;
    for (let i = 2; taken.has(name); i++) name = `${node.name}/${node.operator}_${i}`;
    taken.add(name);
    return { ...node, name, inputs: node.inputs.map(rename), outputs };
  });
}

/** Leaves out nodes and constants that no output needs. */
function prune(description: OnnxGraphDescription): OnnxGraphDescription {
  const needed = new Set(description.outputs.map(output => output.name));
  const nodes: OnnxNode[] = [];
  for (const node of [...description.nodes].reverse()) {
    if (!node.outputs.some(output => output !== '' && needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    nodes.push(node);
  }
  const initializers = description.initializers.filter(({ name }) => needed.has(name));
  return { ...description, nodes: nodes.reverse(), initializers };
}
