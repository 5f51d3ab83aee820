import { inputAt } from './arithmetic/engine-dtype.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation on operands stretched to one shape: tfjs's gradient of where does not broadcast. */
export const forward: Forward = (tf, { inputs }) => {
  const [condition, x, y] = [0, 1, 2].map(port => inputAt(inputs, port));
  if (!condition || !x || !y) throw new Error('Where needs three inputs.');
  const { assertAndGetBroadcastShape: joined } = tf.backend_util;
  const shape = joined(joined(condition.shape, x.shape), y.shape);
  const [c, a, b] = [tf.cast(condition, 'bool'), x, y].map(input =>
    input.shape.join() === shape.join() ? input : tf.broadcastTo(input, shape),
  );
  return [tf.where(c ?? condition, a ?? x, b ?? y)];
};
