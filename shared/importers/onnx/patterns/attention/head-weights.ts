import { permuteData } from '../../../../exporters/onnx/permute.ts';
import type { Constant } from '../../constant.ts';
import type { DraftWeight } from '../../draft.ts';

/** Which columns of a matrix belong to the heads of an attention: column `offset + head · stride + i · step` to place i of a head. */
export interface HeadColumns {
  readonly heads: number;
  readonly depth: number;
  readonly offset: number;
  /** From one head to the next. */
  readonly stride: number;
  /** From one place of a head to the next. */
  readonly step: number;
}

/**
 * A part of a matrix as the kernel of a projection to heads.
 *
 * @param weight a kernel (features, units)
 * @param columns which columns belong to it
 * @returns (features, heads, depth)
 */
export function projectionKernel(weight: DraftWeight, columns: HeadColumns): Constant {
  const [features = 0, units = 0] = weight.shape;
  const { heads, depth } = columns;
  return picked(weight, columns, [features, heads, depth], (from, to) => {
    let at = 0;
    for (let row = 0; row < features; row++)
      for (let head = 0; head < heads; head++)
        for (let i = 0; i < depth; i++) to[at++] = from[row * units + columnOf(columns, head, i)] ?? 0;
  });
}

/**
 * A part of a bias as that of a projection to heads.
 *
 * @param weight a bias (units)
 * @param columns which of them belong to it
 * @returns (heads, depth)
 */
export function projectionBias(weight: DraftWeight, columns: HeadColumns): Constant {
  const { heads, depth } = columns;
  return picked(weight, columns, [heads, depth], (from, to) => {
    let at = 0;
    for (let head = 0; head < heads; head++)
      for (let i = 0; i < depth; i++) to[at++] = from[columnOf(columns, head, i)] ?? 0;
  });
}

/**
 * A matrix as the kernel that brings heads back together.
 *
 * @param weight a kernel (heads and their places, units)
 * @param rows which rows belong to a head
 * @returns (heads, depth, units)
 */
export function combiningKernel(weight: DraftWeight, rows: HeadColumns): Constant {
  const [, units = 0] = weight.shape;
  const { heads, depth } = rows;
  return picked(weight, rows, [heads, depth, units], (from, to) => {
    let at = 0;
    for (let head = 0; head < heads; head++)
      for (let i = 0; i < depth; i++) {
        const start = columnOf(rows, head, i) * units;
        for (let unit = 0; unit < units; unit++) to[at++] = from[start + unit] ?? 0;
      }
  });
}

function columnOf({ offset, stride, step }: HeadColumns, head: number, place: number): number {
  return offset + head * stride + place * step;
}

type Elements = ReturnType<Constant['read']>;
type Numbers = Float32Array;

function picked(
  { constant, permutation }: DraftWeight,
  columns: HeadColumns,
  shape: readonly number[],
  fill: (from: Numbers, to: Numbers) => void,
): Constant {
  const read = (): Elements => {
    const from = permutation ? constant.readPermuted(permutation) : constant.read();
    if (!(from instanceof Float32Array)) throw new Error('Weights of attention are 32-bit floats.');
    const to = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
    fill(from, to);
    return to;
  };
  const { offset, stride, step } = columns;
  return {
    ...constant,
    origin: `${constant.origin} (${permutation?.join() ?? ''} heads ${[...shape, offset, stride, step].join()})`,
    shape,
    read,
    readPermuted: order => permuteData(read(), shape, order),
    numbers: limit => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      return size <= limit ? Array.from(read(), Number) : null;
    },
  };
}
