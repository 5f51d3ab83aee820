import type { ForwardContext, RandomSource, Tensor, Tf } from '../tfjs-contract.ts';
import type { SpatialDropoutParameters } from './dropout.ts';

/**
 * Drops elements by a random mask and scales the rest by 1 / (1 − rate) (inverted dropout, as in Keras).
 *
 * @param tf the engine
 * @param context the forward's context; nothing happens outside training
 * @param maskShape shape of the mask, broadcast over x; x's own when left out
 * @throws Error when the input is missing
 */
export function applyDropout(
  tf: Tf,
  { parameters: { rate }, inputs: [x], training, random }: ForwardContext<{ readonly rate: number }>,
  maskShape?: readonly number[],
): Tensor {
  if (!x) throw new Error('A dropout layer was called without its input.');
  if (!training || rate === 0) return x;
  if (rate === 1) return tf.zerosLike(x);
  return tf.mul(x, dropoutMask(tf, random, rate, maskShape ?? x.shape));
}

/**
 * Zeros where an element is dropped, 1 / (1 − rate) elsewhere.
 *
 * @param tf the engine
 * @param random draws one number per element
 * @param rate fraction dropped; 1 drops all
 * @param shape of the mask
 */
export function dropoutMask(tf: Tf, random: RandomSource, rate: number, shape: readonly number[]): Tensor {
  if (rate === 1) return tf.zeros([...shape]);
  const mask = tf.cast(tf.greaterEqual(random.uniform(shape), rate), 'float32');
  return tf.mul(mask, 1 / (1 - rate));
}

/**
 * Drops whole channels: one random number per sample and channel.
 *
 * @param tf the engine
 * @param context the forward's context
 */
export function applySpatialDropout(tf: Tf, context: ForwardContext<SpatialDropoutParameters>): Tensor {
  const [x] = context.inputs;
  const channels = context.parameters.data_format === 'channels_first' ? 1 : (x?.rank ?? 0) - 1;
  const shape = x?.shape.map((extent, axis) => (axis === 0 || axis === channels ? extent : 1));
  return applyDropout(tf, context, shape);
}
