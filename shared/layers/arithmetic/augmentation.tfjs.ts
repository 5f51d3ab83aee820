import type { Tensor, Tf } from '../tfjs-contract.ts';
import type { SamplingParameters } from './augmentation.ts';
import { inChannelsLast } from './windows.tfjs.ts';

/** The two upper rows of each image's map from output to input places, a0 a1 a2 b0 b1 b2, [batch, 1] or [1, 1] each. */
export type Affine = readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

/**
 * Reads images at places that an affine map tells: out(x, y) = in(a0 x + a1 y + a2, b0 x + b1 y + b2). By gather, since
 * tfjs's own transform has no gradient. Source: TensorFlow, ImageProjectiveTransformV3 (core/kernels/image/image_ops.h).
 *
 * @param tf the engine
 * @param images in the document's layout
 * @param p what stands outside and between pixels
 * @param map makes the map from height and width
 */
export function sampleAffine(
  tf: Tf,
  images: Tensor,
  p: SamplingParameters,
  map: (height: number, width: number) => Affine,
): Tensor {
  return inChannelsLast(tf, images, p.data_format, x => {
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const [a0, a1, a2, b0, b1, b2] = map(height, width);
    const places = height * width;
    const column = tf.tensor2d(
      Array.from({ length: places }, (_, i) => i % width),
      [1, places],
    );
    const row = tf.tensor2d(
      Array.from({ length: places }, (_, i) => Math.floor(i / width)),
      [1, places],
    );
    const at = (u: Tensor, v: Tensor, w: Tensor) => tf.add(tf.add(tf.mul(u, column), tf.mul(v, row)), w);
    const inX = outside(tf, at(a0, a1, a2), width, p);
    const inY = outside(tf, at(b0, b1, b2), height, p);
    const flat = tf.reshape(x, [batch * places, channels]);
    const first = tf.reshape(tf.mul(tf.range(0, batch), places), [batch, 1]);
    const read = (px: Tensor, py: Tensor): Tensor => {
      const [cx, cy] = [tf.clipByValue(px, 0, width - 1), tf.clipByValue(py, 0, height - 1)];
      const index = tf.add(first, tf.add(tf.mul(cy, width), cx));
      const values = tf.gather(flat, tf.cast(tf.reshape(index, [batch * places]), 'int32'), 0);
      const pixels = tf.reshape(values, [batch, places, channels]);
      if (p.fill_mode !== 'constant') return pixels;
      const inside = tf.logicalAnd(tf.equal(cx, px), tf.equal(cy, py));
      const share = tf.expandDims(tf.cast(inside, 'float32'), 2);
      return tf.add(tf.mul(pixels, share), tf.mul(tf.sub(1, share), p.fill_value));
    };
    const sampled = p.interpolation === 'nearest' ? read(tf.round(inX), tf.round(inY)) : bilinear();
    function bilinear(): Tensor {
      const [left, top] = [tf.floor(inX), tf.floor(inY)];
      const [right, bottom] = [tf.add(left, 1), tf.add(top, 1)];
      const toRight = tf.expandDims(tf.sub(inX, left), 2);
      const toBottom = tf.expandDims(tf.sub(inY, top), 2);
      const mix = (from: Tensor, to: Tensor, share: Tensor) =>
        tf.add(tf.mul(from, tf.sub(1, share)), tf.mul(to, share));
      return mix(
        mix(read(left, top), read(right, top), toRight),
        mix(read(left, bottom), read(right, bottom), toRight),
        toBottom,
      );
    }
    return tf.reshape(sampled, [batch, height, width, channels]);
  });
}

/** Brings places outside 0 … extent − 1 back, as the fill mode tells; `constant` leaves them. */
function outside(tf: Tf, place: Tensor, extent: number, { fill_mode: mode }: SamplingParameters): Tensor {
  const last = extent - 1;
  const modulo = (x: Tensor, n: number) => tf.sub(x, tf.mul(tf.floor(tf.div(x, n)), n));
  switch (mode) {
    case 'constant':
      return place;
    case 'nearest':
      return tf.clipByValue(place, 0, last);
    case 'reflect': {
      // d c b a | a b c d | d c b a: back and forth with a period of twice the extent.
      const within = modulo(place, 2 * extent);
      return tf.clipByValue(tf.minimum(within, tf.sub(2 * extent - 1, within)), 0, last);
    }
    case 'wrap': {
      if (extent === 1) return tf.zerosLike(place);
      const below = tf.add(place, tf.mul(tf.add(tf.floor(tf.div(tf.neg(place), last)), 1), extent));
      const above = tf.sub(place, tf.mul(tf.floor(tf.div(place, last)), extent));
      const brought = tf.where(tf.less(place, 0), below, tf.where(tf.greater(place, last), above, place));
      return tf.clipByValue(brought, 0, last);
    }
  }
}
