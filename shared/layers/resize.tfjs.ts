import { inputAt } from './arithmetic/engine-dtype.ts';
import {
  interpolationMatrix,
  nearestPositions,
  type ResizeAxis,
  resizedExtent,
} from './arithmetic/resizing.ts';
import type { ParametersOf } from './contract.ts';
import type resize from './resize.ts';
import type { Forward, Tensor, Tf } from './tfjs-contract.ts';

type Settings = ParametersOf<typeof resize>;

/** The axes' extents and factors from scales or sizes. */
function axesOf(x: Tensor, p: Settings, wire: Tensor | undefined): readonly ResizeAxis[] {
  const given = wire ? Array.from(wire.dataSync(), Number) : (p.sizes ?? p.scales ?? []);
  const isSize = wire ? wire.dtype === 'int32' : p.sizes !== null;
  return x.shape.map((from, axis) => {
    const entry = given[axis] ?? 1;
    if (!isSize) return { from, to: resizedExtent(from, entry), scale: entry };
    const to = entry === 0 ? from : entry;
    return { from, to, scale: to / from };
  });
}

/** One axis of a tensor resized. */
function along(tf: Tf, x: Tensor, at: number, axis: ResizeAxis, p: Settings): Tensor {
  const mode = p.coordinate_transformation_mode;
  if (p.mode === 'nearest') {
    const positions = nearestPositions(axis, mode, p.nearest_mode);
    return tf.gather(x, tf.tensor1d([...positions], 'int32'), at);
  }
  const cubic = { a: p.cubic_coeff_a, excludeOutside: p.exclude_outside };
  const matrix = tf.tensor2d(interpolationMatrix(axis, mode, p.mode, cubic), [axis.to, axis.from]);
  const order = [...x.shape.keys()].filter(other => other !== at);
  const last = [...order, at];
  const turned = tf.transpose(x, last);
  const product = tf.matMul(tf.reshape(turned, [-1, axis.from]), matrix, false, true);
  const resized = tf.reshape(product, [...turned.shape.slice(0, -1), axis.to]);
  return tf.transpose(
    resized,
    last.map((_, axisBack) => last.indexOf(axisBack)),
  );
}

/** Own computation axis by axis: linear and cubic interpolation are products of one matrix for each axis. */
export const forward: Forward<Settings> = (tf, { parameters: p, inputs }) => {
  let x = inputAt(inputs, 0);
  for (const [at, axis] of axesOf(x, p, inputs[1]).entries())
    if (axis.to !== axis.from || axis.scale !== 1) x = along(tf, x, at, axis, p);
  return [x];
};
