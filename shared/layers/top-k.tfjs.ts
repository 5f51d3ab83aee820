import { inputAt, wholeNumbersOf } from './arithmetic/engine-dtype.ts';
import { positionsAlong, take } from './arithmetic/gathering.tfjs.ts';
import { withoutGradient } from './arithmetic/without-gradient.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';
import type topK from './top-k.ts';

/** Own computation: positions by the engine's topk, elements by their positions, which has a gradient. */
export const forward: Forward<ParametersOf<typeof topK>> = (tf, { parameters: p, inputs }) => {
  const x = inputAt(inputs, 0);
  const k = inputs[1] ? (wholeNumbersOf(inputs[1])[0] ?? 1) : p.k;
  const axis = p.axis < 0 ? p.axis + x.rank : p.axis;
  const order = x.shape.map((_, at) => at).filter(at => at !== axis);
  const last = [...order, axis];
  const back = last.map((_, at) => last.indexOf(at));
  const turned = tf.transpose(x, last);
  const indices = withoutGradient(
    tf,
    [turned],
    (given = turned) => tf.topk(p.largest ? given : tf.neg(given), k, true).indices,
  );
  const extent = turned.shape.at(-1) ?? 1;
  const rows = turned.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const flat = tf.reshape(tf.cast(indices, 'int32'), [rows, k]);
  const starts = tf.mul(positionsAlong(tf, [rows, k], 0), tf.scalar(extent, 'int32'));
  const picked: Tensor = take(tf, tf.reshape(turned, [-1]), tf.reshape(tf.add(flat, starts), [-1]), 0);
  const elements = tf.reshape(picked, [...turned.shape.slice(0, -1), k]);
  return [tf.transpose(elements, back), tf.transpose(tf.cast(indices, 'int32'), back)];
};
