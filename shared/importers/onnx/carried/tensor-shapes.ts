import type { Dim, Shape } from '../../../document/value.ts';
import type { ConvertContext } from '../convert-context.ts';
import { front } from '../convert-context.ts';
import { attributeInt, attributeInts } from '../node-attributes.ts';
import { broadcastShapes } from './broadcast-shapes.ts';
import type { ShapeRule } from './shape-rule.ts';

const total = (dims: readonly Dim[]): number | null =>
  dims.reduce<number | null>((all, dim) => (all === null || typeof dim !== 'number' ? null : all * dim), 1);

/** The axes of Squeeze and its like: an attribute, later an input; undefined where none are given, null where they are not known. */
function axesOf(context: ConvertContext, rank: number): readonly number[] | null | undefined {
  const given = attributeInts(context.node, 'axes') ?? (context.has(1) ? context.numbers(1) : undefined);
  return given?.map(axis => front(axis, rank)) ?? given;
}

const concat: ShapeRule = context => {
  const shapes = context.node.inputs.map((_, i) => context.shape(i));
  const first = shapes.find(shape => shape !== null);
  if (!first) return null;
  const axis = front(attributeInt(context.node, 'axis', 0), first.length);
  return first.map((_, i): Dim => {
    if (i === axis)
      return shapes.reduce<Dim>((sum, shape) => {
        const dim = shape?.[i];
        return typeof sum === 'number' && typeof dim === 'number' ? sum + dim : null;
      }, 0);
    const known = shapes.map(shape => shape?.[i] ?? null);
    return known.find(dim => typeof dim === 'number') ?? known.find(dim => dim !== null) ?? null;
  });
};

const squeeze: ShapeRule = context => {
  const shape = context.shape(0);
  const axes = shape && axesOf(context, shape.length);
  if (!shape || axes === null) return null;
  if (axes) return shape.filter((_, axis) => !axes.includes(axis));
  return shape.every(dim => typeof dim === 'number') ? shape.filter(dim => dim !== 1) : null;
};

const unsqueeze: ShapeRule = context => {
  const shape = context.shape(0);
  const count = attributeInts(context.node, 'axes')?.length ?? context.numbers(1)?.length;
  if (!shape || count === undefined) return null;
  const result = [...shape];
  for (const axis of [...(axesOf(context, shape.length + count) ?? [])].sort((a, b) => a - b))
    result.splice(axis, 0, 1);
  return result;
};

const gather: ShapeRule = context => {
  const [data, indices] = [context.shape(0), context.shape(1)];
  if (!data || !indices) return null;
  const axis = front(attributeInt(context.node, 'axis', 0), data.length);
  return [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)];
};

const gatherNd: ShapeRule = context => {
  const [data, indices] = [context.shape(0), context.shape(1)];
  const depth = indices?.at(-1);
  if (!data || !indices || typeof depth !== 'number') return null;
  return [...indices.slice(0, -1), ...data.slice(attributeInt(context.node, 'batch_dims', 0) + depth)];
};

const transpose: ShapeRule = context => {
  const shape = context.shape(0);
  const order = attributeInts(context.node, 'perm');
  return shape && (order ? order.map(axis => shape[axis] ?? null) : [...shape].reverse());
};

const slice: ShapeRule = context => {
  const shape = context.shape(0);
  if (!shape) return null;
  const list = (i: number, name: string) =>
    attributeInts(context.node, name) ?? (context.has(i) ? context.numbers(i) : undefined);
  const [starts, ends, axes, steps] = [list(1, 'starts'), list(2, 'ends'), list(3, 'axes'), list(4, 'steps')];
  if (axes === null) return shape.map(() => null);
  const count = starts?.length ?? context.shape(1)?.[0];
  if (typeof count !== 'number') return shape.map(() => null);
  const result: Dim[] = [...shape];
  for (let i = 0; i < count; i++) {
    const axis = front(axes?.[i] ?? i, shape.length);
    const extent = shape[axis];
    const [start, end, step] = [starts?.[i], ends?.[i], steps === undefined ? 1 : steps?.[i]];
    if (typeof extent !== 'number' || start === undefined || end === undefined || !step) {
      result[axis] = null;
      continue;
    }
    const clamp = (value: number, low: number, high: number) =>
      Math.min(Math.max(value < 0 ? value + extent : value, low), high);
    const [from, to] =
      step > 0
        ? [clamp(start, 0, extent), clamp(end, 0, extent)]
        : [clamp(start, 0, extent - 1), clamp(end, -1, extent - 1)];
    result[axis] = Math.max(0, Math.ceil((to - from) / step));
  }
  return result;
};

const split: ShapeRule = (context, port) => {
  const shape = context.shape(0);
  if (!shape) return null;
  const { node } = context;
  const axis = front(attributeInt(node, 'axis', 0), shape.length);
  const given = attributeInts(node, 'split') ?? (context.has(1) ? context.numbers(1) : undefined);
  if (given) return shape.with(axis, given[port] ?? null);
  const extent = shape[axis];
  const count = attributeInt(node, 'num_outputs', node.outputs.length);
  if (given === null || typeof extent !== 'number') return shape.with(axis, null);
  const part = Math.ceil(extent / count);
  return shape.with(axis, Math.min(part, Math.max(0, extent - part * port)));
};

const reshape: ShapeRule = context => {
  const shape = context.shape(0);
  const given = attributeInts(context.node, 'shape') ?? context.content(1);
  if (!given) {
    const rank = context.shape(1)?.[0];
    return typeof rank === 'number' ? new Array<Dim>(rank).fill(null) : null;
  }
  const keepsZero = attributeInt(context.node, 'allowzero', 0) === 1;
  const target = given.map((dim, axis) => (dim === 0 && !keepsZero ? (shape?.[axis] ?? null) : dim));
  const rest = total(target.filter(dim => dim !== -1));
  const all = shape && total(shape);
  return target.map(dim => (dim !== -1 ? dim : typeof all === 'number' && rest ? all / rest : null));
};

const expand: ShapeRule = context => {
  const [shape, target] = [context.shape(0), context.content(1)];
  if (shape && target) return broadcastShapes(shape, target);
  const rank = context.shape(1)?.[0];
  return shape && typeof rank === 'number' ? new Array<Dim>(Math.max(rank, shape.length)).fill(null) : null;
};

const fromDims: ShapeRule = context => {
  const dims = context.content(0);
  const rank = context.shape(0)?.[0];
  return dims ?? (typeof rank === 'number' ? new Array<Dim>(rank).fill(null) : null);
};

const tile: ShapeRule = context => {
  const [shape, repeats] = [context.shape(0), context.numbers(1)];
  return (
    shape?.map((dim, axis) => {
      const times = repeats?.[axis];
      return times === 1 ? dim : typeof dim === 'number' && times !== undefined ? dim * times : null;
    }) ?? null
  );
};

const pad: ShapeRule = context => {
  const shape = context.shape(0);
  const pads = attributeInts(context.node, 'pads') ?? context.numbers(1);
  if (!shape) return null;
  const axes = context.has(3) ? context.numbers(3) : shape.map((_, axis) => axis);
  if (!pads || !axes) return shape.map(() => null);
  const result: Dim[] = [...shape];
  for (const [i, given] of axes.entries()) {
    const axis = front(given, shape.length);
    const amount = (pads[i] ?? 0) + (pads[axes.length + i] ?? 0);
    const dim = shape[axis];
    if (amount !== 0) result[axis] = typeof dim === 'number' ? dim + amount : null;
  }
  return result;
};

const reduce: ShapeRule = context => {
  const shape = context.shape(0);
  const axes = shape && axesOf(context, shape.length);
  if (!shape || axes === null) return null;
  const keeps = attributeInt(context.node, 'keepdims', 1) === 1;
  const isAll = !axes || axes.length === 0;
  if (isAll && attributeInt(context.node, 'noop_with_empty_axes', 0) === 1) return shape;
  const isReduced = (axis: number) => isAll || axes.includes(axis);
  return keeps
    ? shape.map((dim, axis) => (isReduced(axis) ? 1 : dim))
    : shape.filter((_, axis) => !isReduced(axis));
};

const flatten: ShapeRule = context => {
  const shape = context.shape(0);
  if (!shape) return [null, null];
  const axis = front(attributeInt(context.node, 'axis', 1), shape.length);
  return [total(shape.slice(0, axis)), total(shape.slice(axis))];
};

/** Products of matrices, the leading axes broadcast. */
const matMul: ShapeRule = context => {
  const second = context.node.operator === 'QLinearMatMul' ? 3 : 1;
  const [a, b] = [context.shape(0), context.shape(second)];
  if (!a || !b || a.length === 0 || b.length === 0) return null;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  return [
    ...broadcastShapes(left.slice(0, -2), right.slice(0, -2)),
    ...(a.length === 1 ? [] : [left.at(-2) ?? null]),
    ...(b.length === 1 ? [] : [right.at(-1) ?? null]),
  ];
};

const gemm: ShapeRule = context => {
  const { node } = context;
  const [a, b] = [context.shape(0), context.shape(1)];
  const rows = a?.[attributeInt(node, 'transA', 0) === 1 ? 1 : 0] ?? null;
  const columns = b?.[attributeInt(node, 'transB', 0) === 1 ? 0 : 1] ?? null;
  return [rows, columns];
};

const oneHot: ShapeRule = context => {
  const shape = context.shape(0);
  if (!shape) return null;
  const axis = front(attributeInt(context.node, 'axis', -1), shape.length + 1);
  return [...shape.slice(0, axis), context.scalar(1), ...shape.slice(axis)];
};

const resize: ShapeRule = context => {
  const shape = context.shape(0);
  const isOld = context.opset < 11;
  const at = context.node.operator === 'Upsample' || isOld ? 1 : 2;
  const scales =
    context.node.attributes.get('scales')?.floats ?? (context.has(at) ? context.numbers(at) : null);
  const sizes = !isOld && context.has(3) ? context.content(3) : null;
  if (!shape) return null;
  const axes = attributeInts(context.node, 'axes') ?? shape.map((_, axis) => axis);
  const isStretched = !context.node.attributes.has('keep_aspect_ratio_policy');
  const result: Dim[] = [...shape];
  for (const [i, given] of axes.entries()) {
    const axis = front(given, shape.length);
    const dim = shape[axis];
    if (sizes && sizes.length > 0) result[axis] = isStretched ? (sizes[i] ?? null) : null;
    else
      result[axis] =
        typeof dim === 'number' && scales?.[i] !== undefined ? Math.floor(dim * (scales[i] ?? 1)) : null;
  }
  return result;
};

const blocks = (factor: (size: number) => readonly [number, number]): ShapeRule => {
  return context => {
    const shape = context.shape(0);
    const [depth, side] = factor(attributeInt(context.node, 'blocksize', 1));
    const times = [1, depth, side, side];
    return (
      shape?.map((dim, axis) =>
        typeof dim === 'number' ? dim * (times[axis] ?? 1) : axis === 0 ? dim : null,
      ) ?? null
    );
  };
};

const random: ShapeRule = ({ node }) => attributeInts(node, 'shape') ?? null;

const range: ShapeRule = context => {
  const [start, limit, delta] = [context.scalar(0), context.scalar(1), context.scalar(2)];
  if (start === null || limit === null || !delta) return [null];
  return [Math.max(0, Math.ceil((limit - start) / delta))];
};

const shapeOf: ShapeRule = context => {
  const rank = context.rank(0);
  if (rank === null) return [null];
  const range = Array.from({ length: rank }, (_, i) => i);
  return [
    range.slice(attributeInt(context.node, 'start', 0), attributeInt(context.node, 'end', rank)).length,
  ];
};

const windowFunction: ShapeRule = context => [context.scalar(0)];

const like =
  (input: number): ShapeRule =>
  context =>
    context.shape(input);
const scalar: ShapeRule = (): Shape => [];

const REDUCTIONS =
  'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare';

/** Extents of what rearranges, joins, multiplies and makes tensors. Source: ONNX, docs/Operators.md. */
export const TENSOR_SHAPES: Readonly<Record<string, ShapeRule>> = {
  BlackmanWindow: windowFunction,
  Concat: concat,
  ConstantOfShape: fromDims,
  DepthToSpace: blocks(size => [1 / size ** 2, size]),
  DynamicQuantizeLinear: (context, port) => (port === 0 ? context.shape(0) : []),
  Expand: expand,
  EyeLike: like(0),
  Flatten: flatten,
  Gather: gather,
  GatherElements: like(1),
  GatherND: gatherNd,
  Gemm: gemm,
  HammingWindow: windowFunction,
  HannWindow: windowFunction,
  MatMul: matMul,
  MatMulInteger: matMul,
  OneHot: oneHot,
  OptionalHasElement: scalar,
  Pad: pad,
  QLinearMatMul: matMul,
  RandomNormal: random,
  RandomUniform: random,
  Range: range,
  ...Object.fromEntries(REDUCTIONS.split(' ').map(name => [name, reduce])),
  Reshape: reshape,
  Resize: resize,
  SequenceLength: scalar,
  Shape: shapeOf,
  Size: scalar,
  Slice: slice,
  SpaceToDepth: blocks(size => [size ** 2, 1 / size]),
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
  Upsample: resize,
};
