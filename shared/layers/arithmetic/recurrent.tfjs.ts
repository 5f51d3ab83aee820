import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { dropoutMask } from './dropout.tfjs.ts';
import type { RecurrentParameters } from './recurrent-parameters.ts';

/** A layer's previous state as the kernel of each gate meets it: one tensor for all gates, or one for each. */
export type Masked = (state: Tensor) => readonly Tensor[];

/** What a cell computes a step from. */
export interface Step {
  /** Input times kernel plus bias for all gates, [batch, gates · units]. */
  readonly projected: Tensor;
  /** The previous states; the first is the output of the step before, [batch, units] each. */
  readonly states: readonly Tensor[];
  readonly recurrentKernel: Tensor;
  /** {@link Masked} with this sequence's recurrent dropout. */
  readonly masked: Masked;
}

/** What {@link runRecurrence} asks of a layer. */
export interface RecurrentCell {
  readonly gates: number;
  /** How many states it carries along, its output included. */
  readonly states: number;
  /** Whether each gate has masks of its own under recurrent dropout; else all share one. */
  readonly masksPerGate: boolean;
  /** The bias that is added to the input's part; absent for none. */
  readonly inputBias: Tensor | undefined;
  /** The next states, the output first. */
  step(step: Step): readonly Tensor[];
}

/**
 * Runs a recurrent cell over the time axis from states of zero.
 *
 * Masks are drawn once a sequence. With recurrent dropout each gate has masks of its own, as in Keras 3
 * (keras/src/layers/rnn/lstm.py and gru.py, implementation 1); without it all gates share one.
 *
 * @param tf the engine
 * @param context the forward's context, input [batch, time, features]
 * @param cell what a step computes
 * @returns [batch, time, units] in the order of computation, or the last step's [batch, units]
 * @throws Error when the input or a kernel is missing
 */
export function runRecurrence(
  tf: Tf,
  { parameters: p, inputs: [x], masks, weights, training, random }: ForwardContext<RecurrentParameters>,
  cell: RecurrentCell,
): Tensor {
  const { kernel, recurrent_kernel: recurrentKernel } = weights;
  if (!x || !kernel || !recurrentKernel)
    throw new Error('A recurrent layer was called without its input or its kernels.');
  const [batch = 1, time = 1, features = 1] = x.shape;
  const groups = training && p.recurrent_dropout > 0 && cell.masksPerGate ? cell.gates : 1;
  const draw = (rate: number, shape: readonly number[], count: number): readonly Tensor[] =>
    training && rate > 0 ? Array.from({ length: count }, () => dropoutMask(tf, random, rate, shape)) : [];
  const inputMasks = draw(p.dropout, [batch, 1, features], groups);
  const stateMasks = draw(p.recurrent_dropout, [batch, p.units], groups);
  const masked = (value: Tensor, masks: readonly Tensor[]) =>
    masks.length === 0 ? [value] : masks.map(mask => tf.mul(value, mask));
  const rows = masked(x, inputMasks).map(value => tf.reshape(value, [batch * time, features]));
  const product = gateProduct(tf, rows, kernel);
  const sum = cell.inputBias ? tf.add(product, cell.inputBias) : product;
  const steps = timeSteps(tf, tf.reshape(sum, [batch, time, cell.gates * p.units]));
  // A copy is turned round: the engine keeps the array itself for the gradient.
  const ordered = p.go_backwards ? [...steps].reverse() : steps;
  let states: readonly Tensor[] = Array.from({ length: cell.states }, () => tf.zeros([batch, p.units]));
  const outputs: Tensor[] = [];
  const mask = masks?.[0];
  const there = mask ? timeSteps(tf, tf.reshape(mask, [batch, time, 1])) : null;
  for (const [i, projected] of ordered.entries()) {
    const before = states;
    states = cell.step({ projected, states, recurrentKernel, masked: state => masked(state, stateMasks) });
    const isThere = there?.[p.go_backwards ? time - 1 - i : i];
    // A missing step keeps the states, and with them the output of the step before.
    if (isThere)
      states = states.map((state, at) => {
        const condition = tf.broadcastTo(isThere, state.shape);
        return tf.where(condition, state, before[at] ?? tf.zerosLike(state));
      });
    const [made] = states;
    if (made) outputs.push(made);
  }
  const last = outputs.at(-1);
  if (!last) throw new Error('A recurrent layer was called with a sequence of no steps.');
  return p.return_sequences ? tf.stack(outputs, 1) : last;
}

/**
 * A matrix product whose columns belong to gates: one factor for all of them, or one for each gate.
 *
 * @param tf the engine
 * @param factors one [rows, inputs], or one for each gate
 * @param kernel [inputs, gates · units]
 */
export function gateProduct(tf: Tf, factors: readonly Tensor[], kernel: Tensor): Tensor {
  const [only] = factors;
  if (only && factors.length === 1) return tf.matMul(only, kernel);
  const kernels = tf.split(kernel, factors.length, 1);
  return tf.concat(
    factors.map((factor, gate) => tf.matMul(factor, kernels[gate] ?? kernel)),
    1,
  );
}

/** Splits [batch, gates · units] into the gates. */
export function splitGates(tf: Tf, value: Tensor, gates: number): readonly Tensor[] {
  return tf.split(value, gates, 1);
}

/** The steps of (batch, time, ...). tfjs's unstack has no gradient where there is but one. */
export function timeSteps(tf: Tf, x: Tensor): readonly Tensor[] {
  return x.shape[1] === 1 ? [tf.squeeze(x, [1])] : tf.unstack(x, 1);
}
