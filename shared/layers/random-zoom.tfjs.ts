import { sampleAffine } from './arithmetic/augmentation.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type randomZoom from './random-zoom.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof randomZoom>> = (
  tf,
  { parameters: p, inputs, training, random },
) => {
  const x = soleInput(inputs);
  if (!training) return [x];
  const draw = ([low, high]: readonly [number, number]) =>
    random.uniform([x.shape[0] ?? 1, 1], 1 + low, 1 + high);
  const zoomY = draw(p.height_factor);
  const zoomX = p.width_factor === null ? zoomY : draw(p.width_factor);
  const none = tf.zeros([1, 1]);
  const zoomed = sampleAffine(tf, x, p, (height, width) => [
    zoomX,
    none,
    tf.mul((width - 1) / 2, tf.sub(1, zoomX)),
    none,
    zoomY,
    tf.mul((height - 1) / 2, tf.sub(1, zoomY)),
  ]);
  return [zoomed];
};
