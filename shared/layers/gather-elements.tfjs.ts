import { inputAt, tensorStrides } from './arithmetic/engine-dtype.ts';
import { frontIndices, positionsAlong, take } from './arithmetic/gathering.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type gatherElements from './gather-elements.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: positions in the flat tensor. */
export const forward: Forward<ParametersOf<typeof gatherElements>> = (tf, { parameters: p, inputs }) => {
  const x = inputAt(inputs, 0);
  const indices = inputAt(inputs, 1);
  const axis = p.axis < 0 ? p.axis + x.rank : p.axis;
  const strides = tensorStrides(x.shape);
  const flat = x.shape.reduce(
    (sum, extent, at) => {
      const position =
        at === axis ? frontIndices(tf, indices, extent) : positionsAlong(tf, indices.shape, at);
      return tf.add(sum, tf.mul(position, tf.scalar(strides[at] ?? 1, 'int32')));
    },
    tf.zeros(indices.shape, 'int32'),
  );
  return [tf.reshape(take(tf, tf.reshape(x, [-1]), tf.reshape(flat, [-1]), 0), indices.shape)];
};
