import type { Dim, Shape } from '../../document/value.ts';
import { buildElements, elementReader, knownExtents } from './elements.ts';
import { allAxes, axesOf } from './tensor-axes.ts';

/** The reductions by name, with ONNX's operator. */
export const REDUCTIONS = {
  mean: 'ReduceMean',
  sum: 'ReduceSum',
  max: 'ReduceMax',
  min: 'ReduceMin',
  prod: 'ReduceProd',
  l1: 'ReduceL1',
  l2: 'ReduceL2',
  logsum: 'ReduceLogSum',
  logsumexp: 'ReduceLogSumExp',
  sumsquare: 'ReduceSumSquare',
} as const;

/** What a reduction computes. */
export type Reduction = keyof typeof REDUCTIONS;

/** Their names in the order of the inspector. */
export const REDUCTION_NAMES = Object.keys(REDUCTIONS) as readonly Reduction[];

/** The axes that are reduced, counted from the front; all where none are named. */
export function reducedAxes(axes: readonly number[] | null, shape: Shape): readonly number[] {
  return axes === null || axes.length === 0 ? allAxes(shape.length) : axesOf(axes, shape);
}

/** A shape after a reduction. */
export function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): Shape {
  return keepdims
    ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    : shape.filter((_, axis) => !axes.includes(axis));
}

const FOLDS: Partial<Record<Reduction, (values: readonly number[]) => number>> = {
  sum: values => values.reduce((sum, value) => sum + value, 0),
  prod: values => values.reduce((product, value) => product * value, 1),
  max: values => Math.max(...values),
  min: values => Math.min(...values),
};

/** The one symbol among ones, else null: a product that holds an unknown extent. */
function symbolicProduct(elements: readonly Dim[]): Dim {
  const factors = elements.filter(element => element !== 1);
  return factors.length === 1 ? (factors[0] ?? null) : null;
}

/**
 * A reduction of known elements; null where it is not followed.
 *
 * @param reduction its name
 * @param elements row-major
 * @param shape the input's
 * @param axes counted from the front
 */
export function foldReduction(
  reduction: Reduction,
  elements: readonly Dim[] | null,
  shape: Shape,
  axes: readonly number[],
): readonly Dim[] | null {
  const extents = knownExtents(shape);
  const fold = FOLDS[reduction];
  if (!elements || !extents || !fold) return null;
  const read = elementReader(elements, extents);
  const kept = extents.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const inner = extents.map((extent, axis) => (axes.includes(axis) ? extent : 1));
  return buildElements(kept, index => {
    const group =
      buildElements(inner, at => read(at.map((position, axis) => position + (index[axis] ?? 0)))) ?? [];
    const known = group.filter(element => typeof element === 'number');
    if (known.length === group.length) return fold(known);
    return reduction === 'prod' ? symbolicProduct(group) : null;
  });
}
