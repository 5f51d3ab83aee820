import type { Tensor, Tf } from '../tfjs-contract.ts';
import { type Contraction, contractionAxes } from './contraction.ts';

const size = (extents: readonly number[]): number => extents.reduce((product, extent) => product * extent, 1);

/** Brings axes into the order of letters; those left out are added up. */
function arrange(tf: Tf, x: Tensor, axes: string, wanted: string): Tensor {
  const spare = [...axes].flatMap((letter, i) => (wanted.includes(letter) ? [] : [i]));
  const kept = [...axes].filter(letter => wanted.includes(letter));
  const added: Tensor = spare.length > 0 ? tf.sum(x, spare) : x;
  const permutation = [...wanted].map(letter => kept.indexOf(letter));
  return permutation.every((axis, i) => axis === i) ? added : tf.transpose(added, permutation);
}

/**
 * Computes a contraction as one (batched) matrix product between transposes. tfjs's own einsum has no gradient.
 *
 * @param tf the engine
 * @param contraction the letters
 * @param x the left tensor
 * @param y the right tensor
 */
export function contract(tf: Tf, contraction: Contraction, x: Tensor, y: Tensor): Tensor {
  const { batch, summed, left, right } = contractionAxes(contraction);
  const extents = new Map<string, number>();
  for (const [i, letter] of [...contraction.left].entries()) extents.set(letter, x.shape[i] ?? 1);
  for (const [i, letter] of [...contraction.right].entries()) extents.set(letter, y.shape[i] ?? 1);
  const shapeOf = (axes: string) => [...axes].map(letter => extents.get(letter) ?? 1);
  const groups = batch === '' ? [] : [size(shapeOf(batch))];
  const inner = size(shapeOf(summed));
  const rows = arrange(tf, x, contraction.left, batch + left + summed);
  const columns = arrange(tf, y, contraction.right, batch + summed + right);
  const product = tf.matMul(
    tf.reshape(rows, [...groups, size(shapeOf(left)), inner]),
    tf.reshape(columns, [...groups, inner, size(shapeOf(right))]),
  );
  const order = batch + left + right;
  return arrange(tf, tf.reshape(product, shapeOf(order)), order, contraction.result);
}
