import type { Json } from '../../../document/json.ts';
import type { RecurrentActivation } from '../../../layers/arithmetic/recurrent-parameters.ts';
import { layerType } from '../../../layers/registry.ts';
import type { ConvertContext } from '../convert-context.ts';
import type { StepWeight } from '../draft.ts';
import { attributeInt, attributeText } from '../node-attributes.ts';
import { type GateOrder, gateBias, gateKernel } from './gate-weights.ts';

/** A recurrent operator as a layer: what it reads and gives is said elsewhere. */
export interface RecurrentLayer {
  readonly type: string;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly weights: Readonly<Record<string, StepWeight>>;
  readonly units: number;
  readonly directions: 1 | 2;
  readonly isReverse: boolean;
}

interface Cell {
  readonly type: string;
  /** For each gate of the layer its place in ONNX's order. */
  readonly places: readonly number[];
  /** The names of the functions where the file does not give them. */
  readonly functions: readonly string[];
}

const CELLS: Readonly<Record<string, Cell>> = {
  // The layer: input, forget, cell, output. ONNX: input, output, forget, cell.
  LSTM: { type: 'LSTM', places: [0, 2, 3, 1], functions: ['Sigmoid', 'Tanh', 'Tanh'] },
  GRU: { type: 'GRU', places: [0, 1, 2], functions: ['Sigmoid', 'Tanh'] },
  RNN: { type: 'SimpleRNN', places: [0], functions: ['Tanh'] },
};

/** ONNX's functions with the settings under which the layers mean the same, and ONNX's own settings where the file gives none. */
const FUNCTIONS: Readonly<
  Record<
    string,
    {
      readonly name: RecurrentActivation;
      readonly alpha?: readonly [meant: number, usual: number];
      readonly beta?: readonly [meant: number, usual: number];
    }
  >
> = {
  sigmoid: { name: 'sigmoid' },
  tanh: { name: 'tanh' },
  relu: { name: 'relu' },
  softsign: { name: 'softsign' },
  affine: { name: 'linear', alpha: [1, 1], beta: [0, 0] },
  hardsigmoid: { name: 'hard_sigmoid', alpha: [1 / 6, 0.2], beta: [0.5, 0.5] },
  leakyrelu: { name: 'leaky_relu', alpha: [0.2, 0.01] },
  elu: { name: 'elu', alpha: [1, 1] },
};

/** Whether a node is a recurrent operator. */
export function isRecurrent({ node }: ConvertContext): boolean {
  return node.domain === '' && CELLS[node.operator] !== undefined;
}

/**
 * A recurrent operator as the layer that computes the same.
 *
 * @param context the node
 * @param isSequence whether the layer gives every step
 * @returns null where no layer does: other functions or settings, weights on wires
 */
export function recurrentLayer(context: ConvertContext, isSequence: boolean): RecurrentLayer | null {
  const { node } = context;
  const cell = CELLS[node.operator];
  const [kernel, recurrent, bias] = [1, 2, 3].map(i => context.constant(i));
  if (!cell || !kernel || !recurrent || (context.has(3) && !bias)) return null;
  if (attributeInt(node, 'layout', 0) !== 0 || attributeInt(node, 'input_forget', 0) !== 0) return null;
  if (node.attributes.has('clip')) return null;
  const direction = attributeText(node, 'direction', 'forward');
  const directions = direction === 'bidirectional' ? 2 : 1;
  const units = recurrent.shape[2] ?? 0;
  const width = cell.places.length * units;
  if (
    kernel.shape.length !== 3 ||
    recurrent.shape.length !== 3 ||
    [kernel, recurrent].some(({ shape }) => shape[0] !== directions || shape[1] !== width) ||
    (bias && (bias.shape[0] !== directions || bias.shape[1] !== 2 * width))
  )
    return null;
  const functions = functionsOf(context, cell, directions);
  if (!functions) return null;
  const isAfter = attributeInt(node, 'linear_before_reset', 0) !== 0;
  const parameters = withoutDefaults(cell.type, {
    units,
    ...functions,
    use_bias: bias !== null,
    return_sequences: isSequence,
    ...(node.operator === 'GRU' ? { reset_after: isAfter } : {}),
  });
  const isReverse = direction === 'reverse';
  const weightsOf = (order: GateOrder, prefix: string): Record<string, StepWeight> => ({
    [`${prefix}kernel`]: { constant: gateKernel(kernel, order) },
    [`${prefix}recurrent_kernel`]: { constant: gateKernel(recurrent, order) },
    ...(bias ? { [`${prefix}bias`]: { constant: gateBias(bias, order, isAfter ? 2 : 1) } } : {}),
  });
  const order = (number: number): GateOrder => ({ direction: number, units, places: cell.places });
  const common = { units, directions, isReverse } as const;
  if (directions === 1)
    return {
      ...common,
      type: cell.type,
      parameters: { ...parameters, go_backwards: isReverse },
      weights: weightsOf(order(0), ''),
    };
  return {
    ...common,
    type: 'Bidirectional',
    parameters: { layer: { type: cell.type, parameters } },
    weights: { ...weightsOf(order(0), 'forward_layer/'), ...weightsOf(order(1), 'backward_layer/') },
  };
}

/** The functions as parameters of the layer; null where it has none that mean the same. */
function functionsOf(
  { node }: ConvertContext,
  { functions }: Cell,
  directions: number,
): Readonly<Record<string, RecurrentActivation>> | null {
  const given = node.attributes.get('activations')?.strings ?? [];
  const usual = Array.from({ length: directions }, () => functions).flat();
  const alphas = [...(node.attributes.get('activation_alpha')?.floats ?? [])];
  const betas = [...(node.attributes.get('activation_beta')?.floats ?? [])];
  const names: RecurrentActivation[] = [];
  for (const written of given.length > 0 ? given : usual) {
    const found = FUNCTIONS[written.toLowerCase()];
    if (!found) return null;
    // The settings stand in the order of the functions that take them.
    const isMeant = (setting: readonly [number, number] | undefined, list: number[]) =>
      setting === undefined || Math.abs((list.shift() ?? setting[1]) - setting[0]) <= 1e-6;
    if (!isMeant(found.alpha, alphas) || !isMeant(found.beta, betas)) return null;
    names.push(found.name);
  }
  if (names.length !== usual.length) return null;
  const count = functions.length;
  if (names.some((name, i) => name !== names[i % count])) return null;
  const [first = 'tanh', second, third = second] = names.slice(0, count);
  if (second === undefined) return { activation: first };
  // The layer has one function for the candidate and the output.
  return second === third ? { activation: second, recurrent_activation: first } : null;
}

function withoutDefaults(type: string, given: Readonly<Record<string, Json>>): Record<string, Json> {
  const known = layerType(type)?.parameters ?? {};
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => known[name]?.default !== value));
}
