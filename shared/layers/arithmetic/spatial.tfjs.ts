import type { Sides } from '../parameters.ts';
import type { Tensor, Tf } from '../tfjs-contract.ts';
import { mapAxis } from './axis-map.tfjs.ts';
import { resamplingMatrix } from './axis-map.ts';
import type { Interpolation } from './spatial.ts';
import { aroundAxis, withExtent } from './windows.tfjs.ts';
import { type DataFormat, spatialAxesOf } from './windows.ts';

/**
 * Puts zeros around the spatial axes.
 *
 * @param tf the engine
 * @param x tensor in the document's layout
 * @param sides zeros before and after each spatial axis
 * @param format the document's layout
 */
export function padWithZeros(tf: Tf, x: Tensor, sides: Sides, format: DataFormat): Tensor {
  const pads = x.shape.map((): [number, number] => [0, 0]);
  for (const [i, axis] of spatialAxesOf(format, x.shape.length).entries()) {
    const [begin, end] = sides[i] ?? [0, 0];
    pads[axis] = [begin, end];
  }
  return tf.pad(x, pads);
}

/**
 * Cuts off the ends of the spatial axes.
 *
 * @param tf the engine
 * @param x tensor in the document's layout
 * @param sides elements cut off before and after each spatial axis
 * @param format the document's layout
 */
export function crop(tf: Tf, x: Tensor, sides: Sides, format: DataFormat): Tensor {
  const begins = x.shape.map(() => 0);
  const sizes = [...x.shape];
  for (const [i, axis] of spatialAxesOf(format, x.shape.length).entries()) {
    const [begin, end] = sides[i] ?? [0, 0];
    begins[axis] = begin;
    sizes[axis] = (sizes[axis] ?? 0) - begin - end;
  }
  return tf.slice(x, begins, sizes);
}

/** Repeats each element along an axis. A product with ones, since tfjs's tile has slow gradients and only up to rank 4. */
function repeat(tf: Tf, x: Tensor, axis: number, factor: number): Tensor {
  const { before, extent, after } = aroundAxis(x, axis);
  const repeated = tf.mul(tf.reshape(x, [before, extent, 1, after]), tf.ones([1, 1, factor, 1]));
  return tf.reshape(repeated, withExtent(x.shape, axis, extent * factor));
}

/**
 * Interpolates between pixel centres along an axis: output pixel i lies at (i + 0.5) / factor − 0.5 of the input. By gather,
 * since the gradient of tfjs's resizeBilinear does not know pixel centres. Source: TensorFlow 2's resize, half_pixel_centers.
 */
function interpolate(tf: Tf, x: Tensor, axis: number, factor: number): Tensor {
  const { before, extent, after } = aroundAxis(x, axis);
  const length = extent * factor;
  const places = Array.from({ length }, (_, i) => (i + 0.5) / factor - 0.5);
  const below = places.map(place => Math.max(0, Math.floor(place)));
  const above = places.map(place => Math.min(extent - 1, Math.ceil(place)));
  const share = places.map((place, i) => Math.max(0, place - (below[i] ?? 0)));
  const flat = tf.reshape(x, [before, extent, after]);
  const weight = tf.tensor(share, [1, length, 1]);
  const lower = tf.gather(flat, tf.tensor1d(below, 'int32'), 1);
  const upper = tf.gather(flat, tf.tensor1d(above, 'int32'), 1);
  const mixed = tf.add(lower, tf.mul(tf.sub(upper, lower), weight));
  return tf.reshape(mixed, withExtent(x.shape, axis, length));
}

/**
 * Makes spatial axes larger by whole factors.
 *
 * @param tf the engine
 * @param x tensor in the document's layout
 * @param size factor of each spatial axis
 * @param format the document's layout
 * @param interpolation how new elements come about
 */
export function upsample(
  tf: Tf,
  x: Tensor,
  size: readonly number[],
  format: DataFormat,
  interpolation: Interpolation,
): Tensor {
  let result = x;
  for (const [i, axis] of spatialAxesOf(format, x.shape.length).entries()) {
    const factor = size[i] ?? 1;
    if (factor === 1) continue;
    const from = result.shape[axis] ?? 1;
    if (interpolation === 'nearest') result = repeat(tf, result, axis, factor);
    else if (interpolation === 'bilinear') result = interpolate(tf, result, axis, factor);
    else result = mapAxis(tf, result, axis, resamplingMatrix(interpolation, from, from * factor, false));
  }
  return result;
}
