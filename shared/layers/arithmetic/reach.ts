import type { AxisReach, BuiltContext } from '../contract.ts';
import type { Resampling } from './axis-map.ts';
import { coveredExtent, type DataFormat, type SlidingWindow, spatialAxesOf, windowPads } from './windows.ts';

/**
 * The reach of a sliding window: output j covers the inputs from j · stride − pad, as many as the dilated window is long. Source:
 * Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill 2019.
 *
 * @param context the layer with its input
 * @param window size, strides, dilation and padding per spatial axis
 * @returns per spatial axis; null where the zeros before it depend on an unknown extent
 */
export function windowReach(
  context: BuiltContext<{ readonly data_format: DataFormat }>,
  window: SlidingWindow,
): readonly (AxisReach | null)[] {
  const shape = context.inputs[0]?.shape ?? [];
  const spatial = spatialAxesOf(context.parameters.data_format, shape.length).map(
    axis => shape[axis] ?? null,
  );
  const pads = windowPads(spatial, window);
  return spatial.map((_, axis) => {
    const pad = pads?.[axis];
    if (!pad) return null;
    return {
      size: coveredExtent(window.size[axis] ?? 1, window.dilation[axis] ?? 1),
      stride: window.strides[axis] ?? 1,
      before: pad[0],
      factor: 1,
    };
  });
}

/** The reach of a layer that puts `before` elements before the input (negative: cuts them off). */
export function shiftReach(before: number): AxisReach {
  return { size: 1, stride: 1, before, factor: 1 };
}

/**
 * The reach of a transposed convolution: input i writes to the outputs from i · stride − cut, as many as the dilated kernel is long;
 * read from the output's side.
 *
 * @param covered length of the dilated kernel
 * @param stride of the layer
 * @param cut elements cut off before
 */
export function transposedReach(covered: number, stride: number, cut: number): AxisReach {
  return { size: covered, stride: 1, before: covered - 1 - cut, factor: stride };
}

/**
 * The reach of an upsampling by a whole factor: the one element at the place (nearest), or those under a triangle as wide as two
 * input elements (bilinear, half-pixel centres). Null for other ways, which reach further.
 *
 * @param factor how many outputs an input makes
 * @param method the interpolation
 */
export function interpolationReach(factor: number, method: Resampling): AxisReach | null {
  if (factor === 1) return shiftReach(0);
  if (method === 'nearest') return { size: factor, stride: 1, before: factor - 1, factor };
  if (method !== 'bilinear') return null;
  const before = Math.ceil((3 * factor - 1) / 2) - 1;
  const behind = Math.ceil((factor + 1) / 2) - 1;
  return { size: before + 1 + behind, stride: 1, before, factor };
}

/** The reach of a pooling to a given size: a plain window where the size divides the extent, the whole axis where one element remains. */
export function adaptiveReach(
  context: BuiltContext<{ readonly data_format: DataFormat }>,
): readonly (AxisReach | 'whole' | null)[] {
  const from = context.inputs[0]?.shape ?? [];
  const to = context.outputs[0]?.shape ?? [];
  return spatialAxesOf(context.parameters.data_format, from.length).map(axis => {
    const [extent, parts] = [from[axis], to[axis]];
    if (parts === 1) return 'whole';
    if (typeof extent !== 'number' || typeof parts !== 'number' || extent % parts !== 0) return null;
    return { size: extent / parts, stride: extent / parts, before: 0, factor: 1 };
  });
}
