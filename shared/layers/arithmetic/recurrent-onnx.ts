import {
  ONNX_ELEMENT_TYPES,
  type OnnxAttribute,
  type OnnxContext,
  type OnnxGraph,
} from '../onnx-contract.ts';
import type { RecurrentActivation, RecurrentParameters } from './recurrent-parameters.ts';

/** ONNX's name of an activation with the settings that it takes, Keras 3's meaning. */
const ACTIVATIONS: Readonly<
  Record<RecurrentActivation, { readonly name: string; readonly alpha?: number; readonly beta?: number }>
> = {
  linear: { name: 'Affine', alpha: 1, beta: 0 },
  sigmoid: { name: 'Sigmoid' },
  hard_sigmoid: { name: 'HardSigmoid', alpha: 1 / 6, beta: 0.5 },
  tanh: { name: 'Tanh' },
  relu: { name: 'Relu' },
  leaky_relu: { name: 'LeakyRelu', alpha: 0.2 },
  elu: { name: 'Elu', alpha: 1 },
  softsign: { name: 'Softsign' },
};

/** How a recurrent layer is said in ONNX. */
export interface OnnxCell {
  readonly operator: 'LSTM' | 'GRU' | 'RNN';
  /** The document's gate that stands in each place of ONNX's order. */
  readonly order: readonly number[];
  /** Two where the document's bias has a row of its own for the recurrence, else one. */
  readonly biasRows: 1 | 2;
  /** In ONNX's order. */
  readonly activations: readonly RecurrentActivation[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/**
 * Writes a recurrent layer as one ONNX operator between what brings time to the front and back. ONNX takes W [1, gates·units, inputs],
 * R [1, gates·units, units] and B [1, 2·gates·units], the bias of the input before that of the recurrence. Source: ONNX, operators LSTM,
 * GRU and RNN.
 *
 * @param context the layer's values
 * @param graph the graph under construction
 * @param cell the operator and the order of its gates
 * @returns the names of its outputs
 */
export function emitRecurrent(
  context: OnnxContext<RecurrentParameters>,
  graph: OnnxGraph,
  cell: OnnxCell,
): readonly string[] {
  const mask = context.maskNames?.[0];
  if (mask !== undefined) return [emitMasked(context, graph, cell, mask)];
  return [emitSteps(context, graph, cell)];
}

/** The steps of a tensor (batch, time, ...) from the last to the first. */
function turnedRound(graph: OnnxGraph, x: string, axis: number): string {
  const bounds = [-1, -(2 ** 31), axis, -1].map(bound => graph.constant([bound], 'int64'));
  return graph.node('Slice', [x, ...bounds]);
}

/**
 * A recurrent layer that skips missing steps, which ONNX's operators cannot: the steps that are there move to the front in their
 * order, the operator reads all, and each step takes the output that was made when so many steps had been read (0 before the first).
 * What stands behind the last step that is there is read too, but nothing looks at it.
 */
function emitMasked(
  context: OnnxContext<RecurrentParameters>,
  graph: OnnxGraph,
  cell: OnnxCell,
  name: string,
): string {
  const { parameters: p, inputs, inputNames } = context;
  const scalar = (value: number) => graph.constant([value], 'int64', []);
  const one = (value: number) => graph.constant([value], 'int64');
  const given = inputNames[0] ?? '';
  const [x, mask] = p.go_backwards
    ? [turnedRound(graph, given, 1), turnedRound(graph, name, 1)]
    : [given, name];
  const flags = graph.node('Cast', [mask], { to: { int: ONNX_ELEMENT_TYPES.int64 } });
  const time = graph.node('Gather', [graph.node('Shape', [mask]), scalar(1)], { axis: { int: 0 } });
  const falling = graph.node('Range', [time, scalar(0), scalar(-1)]);
  const keys = graph.node('Add', [graph.node('Mul', [flags, time]), falling]);
  const count = graph.node('Unsqueeze', [time, one(0)]);
  const [, order = ''] = graph.nodes('TopK', [keys, count], 2, { axis: { int: 1 } });
  const gather = (tensor: string, places: string) =>
    graph.node('GatherND', [tensor, graph.node('Unsqueeze', [places, one(-1)])], { batch_dims: { int: 1 } });
  const steps = emitSteps(
    {
      ...context,
      parameters: { ...p, go_backwards: false, return_sequences: true },
      inputs,
      inputNames: [gather(x, order)],
    },
    graph,
    cell,
  );
  const read = graph.node('CumSum', [flags, scalar(1)]);
  const reached = p.return_sequences
    ? read
    : graph.node('Slice', [read, one(-1), graph.constant([2 ** 31 - 1], 'int64'), one(1)]);
  const places = graph.node('Max', [graph.node('Sub', [reached, scalar(1)]), scalar(0)]);
  const outputs = gather(steps, places);
  const isAny = graph.node('Unsqueeze', [graph.node('Greater', [reached, scalar(0)]), one(-1)]);
  const result = graph.node('Where', [isAny, outputs, graph.constant([0], 'float32', [])]);
  return p.return_sequences ? result : graph.node('Squeeze', [result, one(1)]);
}

function emitSteps(
  { parameters: p, inputs: [input], inputNames: [x = ''] }: OnnxContext<RecurrentParameters>,
  graph: OnnxGraph,
  cell: OnnxCell,
): string {
  const features = Number(input?.shape?.at(-1));
  const sequence = graph.transpose(x, [1, 0, 2]);
  const tensors = [
    sequence,
    matrix(graph, 'kernel', features, p.units, cell.order),
    matrix(graph, 'recurrent_kernel', p.units, p.units, cell.order),
    ...(p.use_bias ? [biases(graph, p.units, cell)] : []),
  ];
  const attributes = {
    hidden_size: { int: p.units },
    direction: { string: p.go_backwards ? 'reverse' : 'forward' },
    ...activationAttributes(cell.activations),
    ...cell.attributes,
  };
  const axis = (index: number) => graph.constant([index], 'int64');
  if (!p.return_sequences) {
    const [, last = ''] = graph.nodes(cell.operator, tensors, 2, attributes);
    return graph.node('Squeeze', [last, axis(0)]);
  }
  const steps = graph.node('Squeeze', [graph.node(cell.operator, tensors, attributes), axis(1)]);
  // ONNX puts the outputs of a reverse direction where their inputs stood; Keras in the order in which they are made.
  const made = p.go_backwards ? turnedRound(graph, steps, 0) : steps;
  return graph.transpose(made, [1, 0, 2]);
}

function matrix(
  graph: OnnxGraph,
  name: string,
  inputs: number,
  units: number,
  order: readonly number[],
): string {
  return graph.weight(name, {
    reshape: [inputs, order.length, units],
    take: { axis: 1, indices: order },
    permute: [1, 2, 0],
    finalShape: [1, order.length * units, inputs],
  });
}

function biases(graph: OnnxGraph, units: number, { order, biasRows }: OnnxCell): string {
  const gates = order.length;
  return graph.weight('bias', {
    reshape: [biasRows * gates, units],
    take: {
      axis: 0,
      indices: [...order, ...order.map(gate => (biasRows === 2 ? gates + gate : null))],
    },
    finalShape: [1, 2 * gates * units],
  });
}

function activationAttributes(
  activations: readonly RecurrentActivation[],
): Readonly<Record<string, OnnxAttribute>> {
  const known = activations.map(activation => ACTIVATIONS[activation]);
  // The settings stand in the order of the functions that take them.
  const alphas = known.flatMap(({ alpha }) => alpha ?? []);
  const betas = known.flatMap(({ beta }) => beta ?? []);
  return {
    activations: { strings: known.map(({ name }) => name) },
    ...(alphas.length > 0 ? { activation_alpha: { floats: alphas } } : {}),
    ...(betas.length > 0 ? { activation_beta: { floats: betas } } : {}),
  };
}
