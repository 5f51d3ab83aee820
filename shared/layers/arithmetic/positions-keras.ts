import type { Shape } from '../../document/value.ts';
import type { KerasGraph, KerasTensor } from '../keras-contract.ts';
import { kerasOperand } from './tensor-keras.ts';

/** The elements at known positions along an axis. */
export function kerasTake(
  graph: KerasGraph,
  x: KerasTensor,
  positions: readonly number[],
  axis: number,
): KerasTensor {
  return graph.op('take', [x, kerasOperand(graph, positions, [positions.length], 'int32')], { axis });
}

/**
 * Every row along an axis times a matrix.
 *
 * @param rank of the tensor
 * @param at the axis
 * @param axis its extents before and after
 * @param matrix row-major, `to` rows of `from`
 */
export function kerasAlong(
  graph: KerasGraph,
  x: KerasTensor,
  rank: number,
  at: number,
  { from, to }: { readonly from: number; readonly to: number },
  matrix: Iterable<number>,
): KerasTensor {
  const before = 'abcdefghijklmnop'.slice(0, rank);
  const after = before.replace(before.charAt(at), 'z');
  const factor = kerasOperand(graph, [...matrix], [to, from], 'float32');
  return graph.op('einsum', [x, factor], { subscripts: `${before},z${before.charAt(at)}->${after}` });
}

/** What stands beyond the border, for modes that repeat the tensor's own elements. */
const BEYOND: Readonly<Record<'reflect' | 'edge' | 'wrap', (at: number, extent: number) => number>> = {
  reflect: (at, extent) => (at < 0 ? -at : at >= extent ? 2 * (extent - 1) - at : at),
  edge: (at, extent) => Math.min(extent - 1, Math.max(0, at)),
  wrap: (at, extent) => ((at % extent) + extent) % extent,
};

/**
 * Pads with a tensor's own elements. keras.ops.pad knows `reflect` alone, and on PyTorch that for some axes only.
 *
 * @param pads amounts before each axis, then after each; negative ones cut off
 * @param shape the input's
 */
export function kerasBorders(
  graph: KerasGraph,
  x: KerasTensor,
  pads: readonly number[],
  mode: keyof typeof BEYOND,
  shape: Shape,
): KerasTensor {
  return shape.reduce<KerasTensor>((tensor, extent, axis) => {
    const [before = 0, after = 0] = [pads[axis], pads[shape.length + axis]];
    if (before === 0 && after === 0) return tensor;
    if (typeof extent !== 'number')
      return graph.refuse('pads an axis whose extent is known only while the network runs');
    const places = Array.from({ length: extent + before + after }, (_, i) =>
      BEYOND[mode](i - before, extent),
    );
    return kerasTake(graph, tensor, places, axis);
  }, x);
}

/**
 * Channels to blocks of pixels or back, by reshape and transpose: Keras's own operations number channels differently by data_format.
 *
 * @param shape of the input; four axes, of which the batch alone may be unknown
 * @param size height and width of a block
 * @param from what becomes the other: `depth` to pixels, or `space` to channels
 * @param mode DCR: the block's place is the outer part of a channel's number, CRD: the inner one
 */
export function kerasBlocks(
  graph: KerasGraph,
  x: KerasTensor,
  shape: Shape,
  size: number,
  format: 'channels_first' | 'channels_last',
  from: 'depth' | 'space',
  mode: 'DCR' | 'CRD',
): KerasTensor {
  const isFirst = format === 'channels_first';
  const [channels, height, width] = (isFirst ? [1, 2, 3] : [3, 1, 2]).map(axis => shape[axis]);
  if (typeof channels !== 'number' || typeof height !== 'number' || typeof width !== 'number')
    return graph.refuse('moves pixels of images whose extents are known only while the network runs');
  const area = size ** 2;
  // Parts of the axes by letters: channel C, place in the block y x, block's place Y X.
  const [C, Y, X] =
    from === 'depth' ? [channels / area, height, width] : [channels, height / size, width / size];
  const extents: Readonly<Record<string, number>> = { n: -1, C, Y, X, y: size, x: size };
  const deep = mode === 'DCR' ? 'yxC' : 'Cyx';
  const [flat, spread] = isFirst ? [`n${deep}YX`, 'nCYyXx'] : [`nYX${deep}`, 'nYyXxC'];
  const [before, after] = from === 'depth' ? [flat, spread] : [spread, flat];
  const result =
    from === 'depth' ? { C, H: height * size, W: width * size } : { C: channels * area, H: Y, W: X };
  const split = graph.op('reshape', [x], { newshape: [...before].map(letter => extents[letter] ?? 1) });
  const turned = graph.op('transpose', [split], { axes: [...after].map(letter => before.indexOf(letter)) });
  const { C: c, H, W } = result;
  return graph.op('reshape', [turned], { newshape: isFirst ? [-1, c, H, W] : [-1, H, W, c] });
}
