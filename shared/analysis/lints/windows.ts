import { formatPerAxis } from '../../layers/arithmetic/windows.ts';
import { reachOf, spatialExtents } from '../receptive-field.ts';
import { type Lint, setAll, withFix } from './lint.ts';

/** A kernel so large (with "same" padding) that some of its weights meet nothing but zeros at every position: they never learn. */
export const kernelOnPadding: Lint = network =>
  network.nodes.flatMap(node => {
    const window = node.layer?.traits.window?.(node.parameters);
    const producer = network.producer(node);
    if (!window || !node.isBuilt || node.weights.length === 0 || !producer) return [];
    const reach = reachOf(node) ?? [];
    const extents = spatialExtents(producer, node.dataFormat);
    const places = spatialExtents(node);
    const idle = window.size.map((size, axis) => {
      const [axisReach, extent, count] = [reach[axis], extents[axis], places[axis]];
      if (!axisReach || axisReach === 'whole' || typeof extent !== 'number' || typeof count !== 'number')
        return 0;
      return idleTaps(size, window.dilation[axis] ?? 1, axisReach.stride, axisReach.before, extent, count);
    });
    const whole = window.size.reduce((product, size) => product * size, 1);
    const used = window.size.reduce((product, size, axis) => product * (size - (idle[axis] ?? 0)), 1);
    if (used === whole) return [];
    return [
      {
        code: 'window.padding',
        severity: 'warning',
        layer: node.name,
        message: `${node.name} slides a window of ${formatPerAxis(window.size)} over ${extents.map(extent => extent ?? '?').join('×')}: ${whole - used} of its ${whole} places meet nothing but padding, and the weights there never learn. Use a smaller kernel_size, or less subsampling before it.`,
      },
    ];
  });

/** How many elements of a window see data at no position. */
function idleTaps(
  size: number,
  dilation: number,
  stride: number,
  before: number,
  extent: number,
  positions: number,
): number {
  let idle = 0;
  for (let tap = 0; tap < size; tap++) {
    const offset = tap * dilation - before;
    const first = Math.max(0, Math.ceil(-offset / stride));
    const last = Math.min(positions - 1, Math.floor((extent - 1 - offset) / stride));
    if (first > last) idle += 1;
  }
  return idle;
}

/**
 * A stride larger than the window: elements between two positions are never read. A window of one element is exempt: so residual networks
 * subsample their bypasses (He et al. 2015).
 */
export const strideSkips: Lint = network =>
  network.nodes.flatMap(node => {
    const window = node.isBuilt ? node.layer?.traits.window?.(node.parameters) : undefined;
    if (!window || window.size.every(size => size === 1)) return [];
    const skips = window.size.some((size, axis) => (window.strides[axis] ?? 1) > size);
    if (!skips) return [];
    const read = window.size.reduce(
      (part, size, axis) => part * Math.min(1, size / (window.strides[axis] ?? 1)),
      1,
    );
    const better = window.strides.map((stride, axis) => Math.min(stride, window.size[axis] ?? 1));
    return [
      withFix(
        {
          code: 'window.skips',
          severity: 'warning',
          layer: node.name,
          message: `${node.name} moves its window of ${formatPerAxis(window.size)} by ${formatPerAxis(window.strides)}: only ${Math.round(read * 100)} % of its input is ever read. Take strides of at most the window, or a larger window.`,
        },
        `Set strides to ${formatPerAxis(better)}`,
        setAll([node], 'strides', better),
      ),
    ];
  });
