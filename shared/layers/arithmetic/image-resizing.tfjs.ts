import type { Tensor, Tf } from '../tfjs-contract.ts';
import { mapAxis } from './axis-map.tfjs.ts';
import { resamplingMatrix } from './axis-map.ts';
import { fitting, type Resize } from './image-resizing.ts';
import { crop } from './spatial.tfjs.ts';
import { spatialAxesOf } from './windows.ts';

/**
 * Brings images to another size.
 *
 * @param tf the engine
 * @param x images in the document's layout
 * @param resize the wished size
 */
export function applyResize(tf: Tf, x: Tensor, resize: Resize): Tensor {
  const axes = spatialAxesOf(resize.data_format, 4);
  const [height = 1, width = 1] = axes.map(axis => x.shape[axis] ?? 1);
  const { sides } = fitting(resize, height, width);
  let result = x;
  if (resize.fit === 'pad') {
    const pads = x.shape.map((_, axis): [number, number] => {
      const [before, after] = sides[axes.indexOf(axis)] ?? [0, 0];
      return [before, after];
    });
    result = tf.pad(x, pads, resize.fillValue);
  } else if (resize.fit === 'crop') {
    const cut = sides.map(([before, after]) => [-before, -after] as const);
    result = crop(tf, x, cut, resize.data_format);
  }
  for (const [i, axis] of axes.entries()) {
    const from = result.shape[axis] ?? 1;
    const to = i === 0 ? resize.height : resize.width;
    if (from !== to)
      result = mapAxis(tf, result, axis, resamplingMatrix(resize.interpolation, from, to, resize.antialias));
  }
  return result;
}
