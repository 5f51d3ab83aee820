import { engineType } from './arithmetic/engine-dtype.ts';
import { frontIndices } from './arithmetic/gathering.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { withoutGradient } from './arithmetic/without-gradient.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type oneHot from './one-hot.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: each number compared with 0 to depth − 1. */
export const forward: Forward<ParametersOf<typeof oneHot>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const axis = p.axis < 0 ? p.axis + x.rank + 1 : p.axis;
  const numbers = tf.expandDims(frontIndices(tf, x, p.depth), axis);
  const line = tf.reshape(
    tf.range(0, p.depth, 1, 'int32'),
    numbers.shape.map((_, at) => (at === axis ? p.depth : 1)),
  );
  const hit = withoutGradient(tf, [numbers], (at = numbers) => tf.cast(tf.equal(at, line), 'float32'));
  const values = tf.add(tf.mul(hit, p.on_value - p.off_value), p.off_value);
  return [tf.cast(values, engineType(p.dtype))];
};
