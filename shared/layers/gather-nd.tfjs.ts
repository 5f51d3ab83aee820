import { inputAt, tensorStrides } from './arithmetic/engine-dtype.ts';
import { frontIndices, positionsAlong, take } from './arithmetic/gathering.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type gatherND from './gather-nd.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation: rows of the data with the chosen axes joined into one. */
export const forward: Forward<ParametersOf<typeof gatherND>> = (tf, { parameters: p, inputs }) => {
  const x = inputAt(inputs, 0);
  const indices = inputAt(inputs, 1);
  const depth = indices.shape.at(-1) ?? 0;
  const outer = indices.shape.slice(0, -1);
  const chosen = x.shape.slice(0, p.batch_dims + depth);
  const strides = tensorStrides(chosen);
  const columns = tf.split(indices, depth, indices.rank - 1);
  const flat = chosen.reduce(
    (sum: Tensor, extent, axis) => {
      const column = columns[axis - p.batch_dims];
      const position = column
        ? frontIndices(tf, tf.reshape(column, outer), extent)
        : positionsAlong(tf, outer, axis);
      return tf.add(sum, tf.mul(position, tf.scalar(strides[axis] ?? 1, 'int32')));
    },
    tf.zeros(outer, 'int32'),
  );
  const rest = x.shape.slice(chosen.length);
  const rows = tf.reshape(x, [chosen.reduce((product, extent) => product * extent, 1), ...rest]);
  return [tf.reshape(take(tf, rows, tf.reshape(flat, [-1]), 0), [...outer, ...rest])];
};
