import type { Dim, DType, Shape } from '../../document/value.ts';
import { isHalf } from '../../layers/weight-store.ts';
import { combine, FUNCTIONS, reduceAll } from './fold-arithmetic.ts';
import {
  broadcastShapes,
  expandTo,
  type Known,
  MAX_KNOWN,
  numbersOf,
  pickElements,
  scalarOf,
} from './known.ts';
import { attributeInt, attributeInts, attributeText } from './node-attributes.ts';
import type { FileNode, FileTensor } from './onnx-file.ts';
import { dtypeOf } from './read-tensor.ts';

/** What stands on an input of a node that is to be computed: its shape, and its content where known. */
export interface FoldInput {
  readonly shape: Shape | null;
  readonly known: Known | null;
}

/**
 * Computes a node on contents that are known before the network runs, symbols of the batch included.
 *
 * @param node the node
 * @param inputs undefined for an optional input that is left out
 * @param read the elements of a small tensor of the file
 * @returns the content of its first output; null where it cannot be told (the node is then one of the network)
 */
export function fold(
  node: FileNode,
  inputs: readonly (FoldInput | undefined)[],
  read: (tensor: FileTensor) => readonly number[] | null,
): Known | null {
  if (node.domain !== '' || node.outputs.length !== 1) return null;
  const rule = RULES[node.operator];
  if (!rule) return null;
  const result = rule({ node, inputs, read, known: i => inputs[i]?.known ?? null });
  return result && result.values.length <= MAX_KNOWN ? result : null;
}

interface FoldContext {
  readonly node: FileNode;
  readonly inputs: readonly (FoldInput | undefined)[];
  read(tensor: FileTensor): readonly number[] | null;
  known(input: number): Known | null;
}

type Rule = (context: FoldContext) => Known | null;

const int64 = (values: readonly Dim[], shape: readonly number[] = [values.length]): Known => ({
  dtype: 'int64',
  shape,
  values,
});

const shapeOf: Rule = ({ node, inputs }) => {
  const shape = inputs[0]?.shape;
  if (!shape) return null;
  const start = attributeInt(node, 'start', 0);
  const end = attributeInt(node, 'end', shape.length);
  return int64(shape.slice(start, end));
};

const size: Rule = ({ inputs }) => {
  const shape = inputs[0]?.shape;
  if (!shape?.every(dim => typeof dim === 'number')) return null;
  return int64([shape.reduce<number>((product, dim) => product * Number(dim), 1)], []);
};

/** The axes of Squeeze, Unsqueeze and the reductions: an attribute, later an input; null where they are not known. */
function axesOf({ node, inputs }: FoldContext, rank: number): readonly number[] | null | undefined {
  const given =
    node.attributes.get('axes')?.ints ??
    (inputs[1] ? inputs[1].known && numbersOf(inputs[1].known) : undefined);
  return given?.map(axis => (axis < 0 ? axis + rank : axis)) ?? given;
}

const squeeze: Rule = context => {
  const x = context.known(0);
  if (!x) return null;
  const axes = axesOf(context, x.shape.length);
  if (axes === null) return null;
  return { ...x, shape: x.shape.filter((extent, axis) => (axes ? !axes.includes(axis) : extent !== 1)) };
};

const unsqueeze: Rule = context => {
  const x = context.known(0);
  if (!x) return null;
  const count = context.node.attributes.get('axes')?.ints.length ?? context.known(1)?.values.length ?? 0;
  const axes = axesOf(context, x.shape.length + count);
  if (!axes) return null;
  const shape = [...x.shape];
  for (const axis of [...axes].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
  return { ...x, shape };
};

const gather: Rule = ({ node, known }) => {
  const x = known(0);
  const at = known(1);
  const indices = at && numbersOf(at);
  if (!x || !at || !indices) return null;
  const axis = positive(attributeInt(node, 'axis', 0), x.shape.length);
  const extent = x.shape[axis] ?? 0;
  if (indices.some(index => index < -extent || index >= extent)) return null;
  const shape = [...x.shape.slice(0, axis), ...at.shape, ...x.shape.slice(axis + 1)];
  return pickElements(x, shape, index => {
    let offset = 0;
    for (const [i, size] of at.shape.entries()) offset = offset * size + (index[axis + i] ?? 0);
    return [
      ...index.slice(0, axis),
      positive(indices[offset] ?? 0, extent),
      ...index.slice(axis + at.shape.length),
    ];
  });
};

const slice: Rule = ({ node, known, inputs }) => {
  const x = known(0);
  if (!x) return null;
  const list = (i: number, name: string): readonly number[] | null | undefined => {
    const attribute = node.attributes.get(name);
    if (attribute) return attribute.ints;
    const input = known(i);
    return inputs[i] ? input && numbersOf(input) : undefined;
  };
  const starts = list(1, 'starts');
  const ends = list(2, 'ends');
  const axes = list(3, 'axes');
  const steps = list(4, 'steps');
  if (!starts || !ends || axes === null || steps === null) return null;
  const ranges = x.shape.map(extent => ({ start: 0, step: 1, count: extent }));
  for (const [i, start] of starts.entries()) {
    const axis = positive(axes?.[i] ?? i, x.shape.length);
    const extent = x.shape[axis] ?? 0;
    const step = steps?.[i] ?? 1;
    if (step === 0) return null;
    const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
    const from = clamp(positive(start, extent), 0, step > 0 ? extent : extent - 1);
    const to = clamp(positive(ends[i] ?? 0, extent), step > 0 ? 0 : -1, extent);
    ranges[axis] = { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
  }
  const shape = ranges.map(({ count }) => count);
  return pickElements(x, shape, index =>
    index.map((i, axis) => (ranges[axis]?.start ?? 0) + i * (ranges[axis]?.step ?? 1)),
  );
};

const concat: Rule = ({ node, inputs }) => {
  const parts: Known[] = [];
  for (const input of inputs) {
    if (!input?.known) return null;
    parts.push(input.known);
  }
  const [first] = parts;
  if (!first || parts.some(part => part.shape.length !== first.shape.length)) return null;
  const axis = positive(attributeInt(node, 'axis', 0), first.shape.length);
  const extent = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0);
  const rows = countOf(first.shape.slice(0, axis));
  const values: Dim[] = [];
  for (let row = 0; row < rows; row++)
    for (const part of parts) {
      const size = part.values.length / Math.max(1, rows);
      values.push(...part.values.slice(row * size, (row + 1) * size));
    }
  const shape = first.shape.with(axis, extent);
  return values.length === countOf(shape) ? { dtype: first.dtype, shape, values } : null;
};

const cast: Rule = ({ node, known }) => {
  const x = known(0);
  const dtype = dtypeOf(attributeInt(node, 'to', 0));
  if (!x || !dtype || !COMPUTED.has(dtype)) return null;
  const values = x.values.map(value => {
    if (typeof value !== 'number') return dtype === 'int64' ? value : null;
    if (dtype === 'bool') return value === 0 ? 0 : 1;
    if (dtype === 'float32') return Math.fround(value);
    return dtype === 'float64' ? value : Math.trunc(value);
  });
  return { dtype, shape: x.shape, values };
};

const COMPUTED: ReadonlySet<DType> = new Set(['float32', 'float64', 'int32', 'int64', 'bool']);

const reshape: Rule = ({ node, known }) => {
  const x = known(0);
  const to = known(1);
  const target = to && numbersOf(to);
  if (!x || !target) return null;
  const zeros = attributeInt(node, 'allowzero', 0) !== 1;
  const shape = target.map((extent, axis) => (extent === 0 && zeros ? (x.shape[axis] ?? 0) : extent));
  const rest = shape.filter(extent => extent !== -1).reduce((product, extent) => product * extent, 1);
  const done = shape.map(extent => (extent === -1 ? x.values.length / rest : extent));
  return done.reduce((product, extent) => product * extent, 1) === x.values.length
    ? { ...x, shape: done }
    : null;
};

const expand: Rule = ({ known }) => {
  const x = known(0);
  const to = known(1);
  const target = to && numbersOf(to);
  const shape = x && target && broadcastShapes(x.shape, target);
  return x && shape && countOf(shape) <= MAX_KNOWN ? expandTo(x, shape) : null;
};

const transpose: Rule = ({ node, known }) => {
  const x = known(0);
  if (!x) return null;
  const perm = attributeInts(node, 'perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  const shape = perm.map(axis => x.shape[axis] ?? 1);
  return pickElements(x, shape, index => {
    const from = new Array<number>(index.length).fill(0);
    perm.forEach((axis, i) => {
      from[axis] = index[i] ?? 0;
    });
    return from;
  });
};

const constantOfShape: Rule = ({ node, known, read }) => {
  const to = known(0);
  const shape = to && numbersOf(to);
  if (!shape || countOf(shape) > MAX_KNOWN) return null;
  const value = node.attributes.get('value')?.tensor;
  const given = value ? read(value)?.[0] : 0;
  if (given === undefined) return null;
  const dtype = value?.dtype ?? 'float32';
  return { dtype, shape, values: new Array<number>(countOf(shape)).fill(given) };
};

const range: Rule = ({ known }) => {
  const [start, limit, delta] = [0, 1, 2].map(i => scalarOf(known(i) ?? undefined));
  const dtype = known(0)?.dtype ?? 'int64';
  if (start == null || limit == null || delta == null || delta === 0) return null;
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (count > MAX_KNOWN) return null;
  return { dtype, shape: [count], values: Array.from({ length: count }, (_, i) => start + i * delta) };
};

const where: Rule = ({ known }) => {
  const [condition, yes, no] = [known(0), known(1), known(2)];
  if (!condition || !yes || !no) return null;
  const part = broadcastShapes(yes.shape, no.shape);
  const shape = part && broadcastShapes(condition.shape, part);
  if (!shape || countOf(shape) > MAX_KNOWN) return null;
  const [c, a, b] = [expandTo(condition, shape), expandTo(yes, shape), expandTo(no, shape)];
  const values = c.values.map((value, i) =>
    typeof value === 'number' ? ((value !== 0 ? a : b).values[i] ?? null) : null,
  );
  return { dtype: yes.dtype, shape, values };
};

/** Writes updates to places of a copy. */
const scatterNd: Rule = ({ node, known }) => {
  const [data, at, updates] = [known(0), known(1), known(2)];
  const indices = at && numbersOf(at);
  if (!data || !at || !indices || !updates || attributeText(node, 'reduction', 'none') !== 'none')
    return null;
  const depth = at.shape.at(-1) ?? 0;
  const size = countOf(data.shape.slice(depth));
  const values = [...data.values];
  for (let i = 0; i * depth < indices.length; i++) {
    let offset = 0;
    for (let axis = 0; axis < depth; axis++) {
      const extent = data.shape[axis] ?? 1;
      offset = offset * extent + positive(indices[i * depth + axis] ?? 0, extent);
    }
    for (let j = 0; j < size; j++) values[offset * size + j] = updates.values[i * size + j] ?? null;
  }
  return { ...data, values };
};

/** Arithmetic of any number of operands, one after the other. */
const arithmetic: Rule = ({ node, inputs }) => {
  let result: Known | null = null;
  for (const input of inputs) {
    if (!input?.known) return null;
    result = result ? combine(node.operator, result, input.known) : input.known;
    if (!result) return null;
  }
  return result;
};

const elementwise: Rule = ({ node, known }) => {
  const x = known(0);
  const compute = FUNCTIONS[node.operator];
  if (!x || !compute) return null;
  const round = x.dtype === 'float32' ? Math.fround : (value: number) => value;
  const values = x.values.map(value => (typeof value === 'number' ? round(compute(value)) : null));
  return { ...x, values };
};

const reduction: Rule = context => {
  const x = context.known(0);
  if (!x) return null;
  const axes = axesOf(context, x.shape.length);
  if (axes === null || (axes && axes.length !== x.shape.length) || x.shape.length > 1) return null;
  const value = reduceAll(context.node.operator, x);
  const keeps = attributeInt(context.node, 'keepdims', 1) === 1;
  return { ...x, shape: keeps ? x.shape.map(() => 1) : [], values: [value] };
};

/**
 * The rule for all but half precision: there a runtime may round after each step or at last, so that a result that was computed in advance
 * would differ from its own.
 */
function inKnownSteps(rule: Rule): Rule {
  return context => {
    const dtype = context.known(0)?.dtype;
    return dtype && isHalf(dtype) ? null : rule(context);
  };
}

const RULES: Readonly<Record<string, Rule>> = {
  Shape: shapeOf,
  Size: size,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Gather: gather,
  Slice: slice,
  Concat: concat,
  Cast: cast,
  Reshape: reshape,
  Expand: expand,
  Transpose: transpose,
  ConstantOfShape: constantOfShape,
  Range: range,
  Where: where,
  ScatterND: scatterNd,
  Identity: ({ known }) => known(0),
  ...Object.fromEntries(
    'Add Sub Mul Div Mod Pow Min Max Equal Less LessOrEqual Greater GreaterOrEqual And Or'
      .split(' ')
      .map(name => [name, inKnownSteps(arithmetic)]),
  ),
  ...Object.fromEntries(Object.keys(FUNCTIONS).map(name => [name, inKnownSteps(elementwise)])),
  ...Object.fromEntries(
    ['ReduceProd', 'ReduceSum', 'ReduceMax', 'ReduceMin'].map(name => [name, inKnownSteps(reduction)]),
  ),
};

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function positive(index: number, extent: number): number {
  return index < 0 ? index + extent : index;
}
