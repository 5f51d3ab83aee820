import { onAxesAsLast, resolveAxes } from './arithmetic/activation-axes.ts';
import { softmaxOverLast } from './arithmetic/softmax.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type softmax from './softmax.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs normalizes along the last axis alone: others are brought there and back. */
export const forward: Forward<ParametersOf<typeof softmax>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const chosen = resolveAxes(p.axis, x.shape);
  if (chosen.length === 1 && chosen[0] === x.rank - 1) return [tf.softmax(x)];
  const { permutation, back } = onAxesAsLast(chosen, x.rank);
  const moved = tf.transpose(x, [...permutation]);
  return [tf.transpose(softmaxOverLast(tf, moved, chosen.length), [...back])];
};
