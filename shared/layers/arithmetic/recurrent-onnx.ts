import type { OnnxAttribute, OnnxContext, OnnxGraph } from '../onnx-contract.ts';
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
  { parameters: p, inputs: [input], inputNames: [x = ''] }: OnnxContext<RecurrentParameters>,
  graph: OnnxGraph,
  cell: OnnxCell,
): readonly string[] {
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
    return [graph.node('Squeeze', [last, axis(0)])];
  }
  const steps = graph.node('Squeeze', [graph.node(cell.operator, tensors, attributes), axis(1)]);
  // ONNX puts the outputs of a reverse direction where their inputs stood; Keras in the order in which they are made.
  const made = p.go_backwards
    ? graph.node('Slice', [steps, axis(-1), axis(-(2 ** 31)), axis(0), axis(-1)])
    : steps;
  return [graph.transpose(made, [1, 0, 2])];
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
