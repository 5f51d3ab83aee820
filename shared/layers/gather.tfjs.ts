import { inputAt } from './arithmetic/engine-dtype.ts';
import { frontIndices, take } from './arithmetic/gathering.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type gather from './gather.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation on one row of indices. */
export const forward: Forward<ParametersOf<typeof gather>> = (tf, { parameters: p, inputs }) => {
  const x = inputAt(inputs, 0);
  const axis = p.axis < 0 ? p.axis + x.rank : p.axis;
  const indices = inputs[1] ?? tf.tensor([...p.indices], [...p.indices_shape], 'int32');
  const flat = tf.reshape(frontIndices(tf, indices, x.shape[axis] ?? 0), [-1]);
  const rows = take(tf, x, flat, axis);
  return [tf.reshape(rows, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)])];
};
