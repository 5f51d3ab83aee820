import { sampleAffine } from './arithmetic/augmentation.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type randomTranslation from './random-translation.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof randomTranslation>> = (
  tf,
  { parameters: p, inputs, training, random },
) => {
  const x = soleInput(inputs);
  if (!training) return [x];
  const draw = ([low, high]: readonly [number, number]) => random.uniform([x.shape[0] ?? 1, 1], low, high);
  const [down, right] = [draw(p.height_factor), draw(p.width_factor)];
  const [none, one] = [tf.zeros([1, 1]), tf.ones([1, 1])];
  const moved = sampleAffine(tf, x, p, (height, width) => [
    one,
    none,
    tf.mul(right, -width),
    none,
    one,
    tf.mul(down, -height),
  ]);
  return [moved];
};
