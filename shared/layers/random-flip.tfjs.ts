import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { spatialAxesOf } from './arithmetic/windows.ts';
import type { ParametersOf } from './contract.ts';
import type randomFlip from './random-flip.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof randomFlip>> = (
  tf,
  { parameters: p, inputs, training, random },
) => {
  const x = soleInput(inputs);
  if (!training) return [x];
  const [rows = 1, columns = 2] = spatialAxesOf(p.data_format, 4);
  const flip = (images: Tensor, axis: number) => {
    const flipped = tf.cast(tf.lessEqual(random.uniform([x.shape[0] ?? 1, 1, 1, 1]), 0.5), 'float32');
    return tf.add(tf.mul(tf.reverse(images, axis), flipped), tf.mul(images, tf.sub(1, flipped)));
  };
  const sideways = p.mode === 'vertical' ? x : flip(x, columns);
  return [p.mode === 'horizontal' ? sideways : flip(sideways, rows)];
};
