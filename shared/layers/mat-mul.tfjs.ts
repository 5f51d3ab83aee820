import { inputAt } from './arithmetic/engine-dtype.ts';
import type { ParametersOf } from './contract.ts';
import type matMul from './mat-mul.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: operands brought to one rank with equal outer axes, as tfjs's gradient wants them. */
export const forward: Forward<ParametersOf<typeof matMul>> = (tf, { inputs, weights: { kernel } }) => {
  const given = inputAt(inputs, 0);
  const other = inputs[1] ?? kernel;
  if (!other) throw new Error('A matrix product was called without its second operand.');
  const left = given.rank === 1 ? tf.expandDims(given, 0) : given;
  const right = other.rank === 1 ? tf.expandDims(other, 1) : other;
  const outer = tf.backend_util.assertAndGetBroadcastShape(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const [rows = 1, inner = 1] = left.shape.slice(-2);
  const columns = right.shape.at(-1) ?? 1;
  const shape = [...outer, ...(given.rank > 1 ? [rows] : []), ...(other.rank > 1 ? [columns] : [])];
  if (right.rank === 2) return [tf.reshape(tf.matMul(tf.reshape(left, [-1, inner]), right), shape)];
  const a = tf.reshape(tf.broadcastTo(left, [...outer, rows, inner]), [-1, rows, inner]);
  const b = tf.reshape(tf.broadcastTo(right, [...outer, inner, columns]), [-1, inner, columns]);
  return [tf.reshape(tf.matMul(a, b), shape)];
};
