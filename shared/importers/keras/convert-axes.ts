import type { Json } from '../../document/json.ts';
import type { ConvertedNode, Operation } from './conversion.ts';
import { asList } from './model-config.ts';

const integers = (value: Json | undefined): readonly number[] | null => {
  const list = value === undefined || value === null ? null : (asList(value) ?? [value]);
  return list?.every(entry => Number.isInteger(entry)) ? (list as readonly number[]) : null;
};

/** An axis counted from 0; null where it is none of the rank. */
function axisOf(value: Json | undefined, rank: number): number | null {
  const [axis] = integers(value) ?? [];
  const counted = axis !== undefined && axis < 0 ? axis + rank : axis;
  return counted !== undefined && counted >= 0 && counted < rank ? counted : null;
}

const transposed = (perm: readonly number[]): readonly ConvertedNode[] => [
  { type: 'Transpose', parameters: { perm } },
];

/** `swapaxes`: two axes change places. */
export function swapAxes(operation: Operation): readonly ConvertedNode[] | null {
  const rank = operation.tensors[0]?.shape?.length ?? 0;
  const [a, b] = [
    axisOf(operation.setting(['axis1'], 1), rank),
    axisOf(operation.setting(['axis2'], 2), rank),
  ];
  if (a === null || b === null) return null;
  const perm = Array.from({ length: rank }, (_, axis) => (axis === a ? b : axis === b ? a : axis));
  return transposed(perm);
}

/** `moveaxis`: axes go to other places, the rest keep their order. */
export function moveAxes(operation: Operation): readonly ConvertedNode[] | null {
  const rank = operation.tensors[0]?.shape?.length ?? 0;
  const read = (names: readonly string[], place: number) =>
    (integers(operation.setting(names, place)) ?? []).map(axis => axisOf(axis, rank));
  const [from, to] = [read(['source'], 1), read(['destination'], 2)];
  if (from.length === 0 || from.length !== to.length || [...from, ...to].includes(null)) return null;
  const rest = Array.from({ length: rank }, (_, axis) => axis).filter(axis => !from.includes(axis));
  const perm = Array.from({ length: rank }, (_, axis) => {
    const at = to.indexOf(axis);
    return at >= 0 ? from[at] : rest.shift();
  });
  return perm.every(axis => typeof axis === 'number') ? transposed(perm) : null;
}

/**
 * `stack`: a new axis along which the tensors lie. Said as one long axis that is cut in two: joined along the axis in whose place the new
 * one comes (or the last one, which then changes places with the new one).
 */
export function stackTensors(operation: Operation): readonly ConvertedNode[] | null {
  const { tensors } = operation;
  const [first] = tensors;
  const shape = first?.shape;
  if (!shape || tensors.some(({ shape: other }) => JSON.stringify(other) !== JSON.stringify(shape)))
    return null;
  const at = axisOf(operation.setting(['axis'], 1) ?? 0, shape.length + 1);
  // The batch stays in front; extents that are not known cannot be counted off.
  if (at === null || at === 0 || shape.slice(1).some(extent => extent === null)) return null;
  const extents = shape.slice(1).map(Number);
  const isLast = at === shape.length;
  const joined = isLast ? at - 1 : at;
  if (joined === 0) return null;
  const cut = extents.toSpliced(joined - 1, 0, tensors.length);
  const axes = Array.from({ length: shape.length + 1 }, (_, axis) => axis);
  return [
    { type: 'Concatenate', parameters: { axis: joined } },
    { type: 'Reshape', parameters: { target_shape: cut } },
    ...(isLast ? transposed(axes.with(at - 1, at).with(at, at - 1)) : []),
  ];
}

/** `split`: into a number of equal parts, or before given places. */
export function splitTensor(operation: Operation): readonly ConvertedNode[] | null {
  const shape = operation.tensors[0]?.shape ?? [];
  const axis = axisOf(operation.setting(['axis'], 2) ?? 0, shape.length);
  const parts = operation.setting(['indices_or_sections', 'num_or_size_splits'], 1);
  const extent = axis === null ? null : shape[axis];
  if (axis === null || typeof extent !== 'number') return null;
  if (typeof parts === 'number')
    return extent % parts === 0 ? [{ type: 'Split', parameters: { axis, count: parts } }] : null;
  // TensorFlow's list tells sizes, Keras's places.
  const places = integers(operation.setting(['indices_or_sections']));
  if (!places) return null;
  const ends = [...places, extent];
  const sizes = ends.map((end, i) => end - (ends[i - 1] ?? 0));
  return sizes.every(size => size >= 0) ? [{ type: 'Split', parameters: { axis, sizes } }] : null;
}

/** `argmax` and `argmin`. */
export function positionOf(type: 'ArgMax' | 'ArgMin') {
  return (operation: Operation): readonly ConvertedNode[] | null => {
    const [axis] = integers(operation.setting(['axis'], 1)) ?? [];
    const keepdims = operation.setting(['keepdims'], 2) === true;
    return axis === undefined ? null : [{ type, parameters: { axis, keepdims } }];
  };
}

/** `tile`: copies along every axis. */
export function tileTensor(operation: Operation): readonly ConvertedNode[] | null {
  const repeats = integers(operation.setting(['repeats', 'multiples'], 1));
  const rank = operation.tensors[0]?.shape?.length;
  return repeats && repeats.length === rank ? [{ type: 'Tile', parameters: { repeats } }] : null;
}

/** `cumsum` along one axis. */
export function addUp(operation: Operation): readonly ConvertedNode[] | null {
  const [axis] = integers(operation.setting(['axis'], 1)) ?? [];
  return axis === undefined ? null : [{ type: 'CumSum', parameters: { axis } }];
}

/** Keras's modes of `pad` that ONNX knows, too. */
const PAD_MODES: ReadonlySet<string> = new Set(['constant', 'reflect', 'edge', 'wrap']);

/** `pad`: amounts before and after every axis; one number or one pair stands for all axes. */
export function padTensor(operation: Operation): readonly ConvertedNode[] | null {
  const width = operation.setting(['pad_width', 'paddings'], 1);
  const mode = operation.setting(['mode'], 2) ?? 'constant';
  const value = operation.setting(['constant_values'], 3) ?? 0;
  const rank = operation.tensors[0]?.shape?.length;
  const entries = width === undefined || width === null ? null : (asList(width) ?? [width]);
  const isForAll = entries?.every(entry => typeof entry === 'number') === true;
  const amounts = isForAll ? integers(width) : null;
  const pairs = isForAll
    ? Array.from({ length: rank ?? 0 }, () => (amounts?.length === 1 ? [...amounts, ...amounts] : amounts))
    : (entries ?? []).map(entry => integers(entry));
  const kind = String(mode).toLowerCase();
  if (!rank || pairs.length !== rank || !PAD_MODES.has(kind) || typeof value !== 'number') return null;
  if (!pairs.every(pair => pair?.length === 2)) return null;
  const pads = [0, 1].flatMap(end => pairs.map(pair => pair?.[end] ?? 0));
  return [
    {
      type: 'Pad',
      parameters: { pads, ...(kind !== 'constant' && { mode: kind }), ...(value !== 0 && { value }) },
    },
  ];
}
