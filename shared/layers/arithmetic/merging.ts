import { type Dim, type DType, formatShape, type Shape, type Value } from '../../document/value.ts';
import { fail, type LayerContext } from '../contract.ts';
import { ONNX_ELEMENT_TYPES, type OnnxContext, type OnnxGraph } from '../onnx-contract.ts';

/** One extent of two broadcast against each other; undefined when they do not fit. */
function broadcastDim(a: Dim, b: Dim): Dim | undefined {
  if (a === b) return a;
  if (a === 1) return b;
  if (b === 1) return a;
  if (typeof a === 'number' && typeof b === 'number') return undefined;
  // The unknown one must turn out as 1 or as the known one: either way the known one results.
  if (typeof a === 'number') return a;
  return typeof b === 'number' ? b : null;
}

/** `(None, 55, 55, 96) and (None, 54, 54, 96)`. */
function listShapes(shapes: readonly Shape[]): string {
  const written = shapes.map(formatShape);
  return written.length < 2
    ? written.join('')
    : `${written.slice(0, -1).join(', ')} and ${written[written.length - 1]}`;
}

/**
 * The element type of a result of several inputs: float32 if one is, else int32.
 *
 * @param inputs the merged values
 */
export function mergedType(inputs: readonly Value[]): DType {
  const types = new Set(inputs.map(input => input.dtype));
  if (types.size === 1) for (const type of types) return type;
  return types.has('float32') ? 'float32' : 'int32';
}

/**
 * The shape of an element-wise merge by Keras's rules: the batch is aligned with the batch, a lower rank is filled up with
 * extents of 1 behind the batch, and an extent of 1 stretches.
 *
 * @param inputs the values on the wires
 * @throws LayerError `shape.mismatch`
 */
export function inferMerge({ inputs }: LayerContext<unknown>): readonly Value[] {
  const shapes: Shape[] = [];
  for (const { shape } of inputs) {
    if (shape === null) return [{ dtype: mergedType(inputs), shape: null }];
    if (shape.length === 0) fail('shape.rank', 'needs inputs with a batch axis; got a scalar.');
    shapes.push(shape);
  }
  const rank = Math.max(...shapes.map(shape => shape.length));
  const [first = [], ...rest] = shapes.map(shape => alignRank(shape, rank));
  let merged: Shape = first;
  for (const shape of rest)
    merged = merged.map((dim, axis) => {
      const joined = broadcastDim(dim, shape[axis] ?? null);
      if (joined === undefined)
        fail(
          'shape.mismatch',
          `needs inputs of equal extents (or 1); got ${listShapes(shapes)}: axis ${axis} is ${dim} and ${shape[axis]}. Make the branches end in the same shape, for instance by the same strides and padding.`,
        );
      return joined;
    });
  return [{ dtype: mergedType(inputs), shape: merged }];
}

/** A shape filled up to a rank with extents of 1 behind the batch. */
function alignRank(shape: Shape, rank: number): Shape {
  return [...shape.slice(0, 1), ...Array.from({ length: rank - shape.length }, () => 1), ...shape.slice(1)];
}

/**
 * The shape of a concatenation: all extents but the axis's must agree, that one adds up.
 *
 * @param inputs the values on the wires
 * @param axis may count from the end
 * @throws LayerError `shape.rank`, `shape.axis` or `shape.mismatch`
 */
export function inferConcatenation(inputs: readonly Value[], axis: number): readonly Value[] {
  const dtype = mergedType(inputs);
  const shapes: Shape[] = [];
  for (const { shape } of inputs) if (shape !== null) shapes.push(shape);
  const [first] = shapes;
  if (!first || shapes.length < inputs.length) return [{ dtype, shape: null }];
  if (shapes.some(shape => shape.length !== first.length))
    fail(
      'shape.rank',
      `needs inputs with the same number of axes; got ${listShapes(shapes)}. Bring them to the same rank before.`,
    );
  const along = concatenationAxis(axis, first.length);
  if (along < 1 || along >= first.length)
    fail(
      'shape.axis',
      `needs an axis from 1 to ${first.length - 1} (or ${1 - first.length} to -1) of ${formatShape(first)}; got ${axis}. Change axis.`,
      { title: 'Use the last axis', parameters: { axis: -1 } },
    );
  const shape = first.map((_, at): Dim => {
    const dims = shapes.map(one => one[at] ?? null);
    if (at === along)
      return dims.every(dim => typeof dim === 'number')
        ? dims.reduce<number>((sum, dim) => sum + Number(dim), 0)
        : null;
    const known = new Set(dims.filter(dim => typeof dim === 'number'));
    if (known.size > 1)
      fail(
        'shape.mismatch',
        `needs inputs that agree in every axis but axis ${along}; got ${listShapes(shapes)}: axis ${at} is ${[...known].join(' and ')}. Make the branches end in the same extents, for instance by the same strides and padding.`,
      );
    for (const dim of known) return dim;
    return dims.every(dim => dim === dims[0]) ? (dims[0] ?? null) : null;
  });
  return [{ dtype, shape }];
}

/** The axis of a concatenation counted from the front. */
export function concatenationAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/**
 * Writes what brings the inputs of a merge to one element type and, for element-wise merges, to one rank.
 *
 * @param context the merging layer
 * @param graph the graph under construction
 * @param dtype the element type to compute in
 * @param alignRanks whether lower ranks are filled up behind the batch
 * @returns the tensors' names
 */
export function emitMergeInputs<P>(
  { inputs, inputNames }: OnnxContext<P>,
  graph: OnnxGraph,
  dtype: DType,
  alignRanks: boolean,
): readonly string[] {
  const rank = Math.max(...inputs.map(input => input.shape?.length ?? 0));
  return inputNames.map((name, i) => {
    const input = inputs[i];
    const typed =
      !input || input.dtype === dtype
        ? name
        : graph.node('Cast', [name], { to: { int: ONNX_ELEMENT_TYPES[dtype] } });
    const missing = rank - (input?.shape?.length ?? rank);
    if (!alignRanks || missing === 0) return typed;
    const added = Array.from({ length: missing }, (_, axis) => axis + 1);
    return graph.node('Unsqueeze', [typed, graph.constant(added, 'int64')]);
  });
}

/**
 * Writes an element-wise merge as a chain of a two-input ONNX operator.
 *
 * @param operator `Add`, `Mul`, `Sub`, `Max` or `Min`
 * @param context the merging layer
 * @param graph the graph under construction
 * @returns the output's name
 */
export function emitMerge<P>(operator: string, context: OnnxContext<P>, graph: OnnxGraph): string {
  const [first = '', ...rest] = emitMergeInputs(context, graph, mergedType(context.inputs), true);
  return rest.reduce((left, right) => graph.node(operator, [left, right]), first);
}
