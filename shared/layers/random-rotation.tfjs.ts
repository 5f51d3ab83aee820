import { sampleAffine } from './arithmetic/augmentation.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type randomRotation from './random-rotation.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof randomRotation>> = (
  tf,
  { parameters: p, inputs, training, random },
) => {
  const x = soleInput(inputs);
  if (!training) return [x];
  const [low, high] = p.factor;
  const angle = tf.mul(random.uniform([x.shape[0] ?? 1, 1], low, high), 2 * Math.PI);
  const [cos, sin] = [tf.cos(angle), tf.sin(angle)];
  const rotated = sampleAffine(tf, x, p, (height, width) => {
    const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
    const a2 = tf.sub(cx, tf.sub(tf.mul(cos, cx), tf.mul(sin, cy)));
    const b2 = tf.sub(cy, tf.add(tf.mul(sin, cx), tf.mul(cos, cy)));
    return [cos, tf.neg(sin), a2, sin, cos, b2];
  });
  return [rotated];
};
