import type alphaDropout from './alpha-dropout.ts';
import { alphaAffine, SELU_SATURATION } from './arithmetic/alpha-dropout.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because the mask must be a function of seed and step. */
export const forward: Forward<ParametersOf<typeof alphaDropout>> = (
  tf,
  { parameters: { rate, noise_shape: noiseShape }, inputs, training, random },
) => {
  const x = soleInput(inputs);
  if (!training || rate === 0) return [x];
  // All dropped: the factor would be infinite; Keras answers no numbers, here the mean is kept.
  if (rate === 1) return [tf.zerosLike(x)];
  const shape = x.shape.map((extent, axis) => {
    const wanted = noiseShape?.[axis];
    return typeof wanted === 'number' ? wanted : extent;
  });
  const kept = tf.cast(tf.greaterEqual(random.uniform(shape), rate), 'float32');
  const { a, b } = alphaAffine(rate);
  const dropped = tf.mul(tf.sub(1, kept), SELU_SATURATION);
  return [tf.add(tf.mul(tf.add(tf.mul(x, kept), dropped), a), b)];
};
