import type { Dim, Shape } from '../../../document/value.ts';
import { type ConvertContext, front } from '../convert-context.ts';
import { attributeInt, attributeInts } from '../node-attributes.ts';

/** A part of the base's elements; the same object wherever the same axis, or the same part of one, stands. */
interface Factor {
  readonly dim: Dim;
}

type Axes = readonly (readonly Factor[])[];

/**
 * A tensor that holds the elements of another one in another order or form: each axis is a product of the base's factors, an axis of
 * extent 1 of none.
 */
export interface TensorView {
  /** The name of the tensor. */
  readonly base: string;
  readonly baseAxes: Axes;
  readonly axes: Axes;
}

/**
 * A tensor as a view of itself.
 *
 * @param base its name
 * @param extents the factors of each axis, outermost first
 */
export function wholeView(base: string, extents: readonly (readonly Dim[])[]): TensorView {
  const axes = extents.map(dims => dims.filter(dim => dim !== 1).map((dim): Factor => ({ dim })));
  return { base, baseAxes: axes, axes };
}

/** Whether a view is the base itself. */
export function isWhole({ axes, baseAxes }: TensorView): boolean {
  return (
    axes.length === baseAxes.length &&
    axes.every((factors, axis) => {
      const own = baseAxes[axis];
      return factors.length === own?.length && factors.every((factor, i) => factor === own[i]);
    })
  );
}

/** The extents of a view. */
export function viewShape({ axes }: TensorView): Shape {
  return axes.map(factors => {
    const [only] = factors;
    if (factors.length === 1 && only) return only.dim;
    return factors.reduce<number | null>(
      (all, { dim }) => (all === null || typeof dim !== 'number' ? null : all * dim),
      1,
    );
  });
}

/** The axes in another order. */
export function transposedView(view: TensorView, perm: readonly number[]): TensorView {
  return { ...view, axes: perm.map(axis => view.axes[axis] ?? []) };
}

/**
 * What a node makes of a view: Transpose, Squeeze, Unsqueeze, Reshape and the choice of the only element of an axis.
 *
 * @param view the node's first input
 * @param context the node
 * @returns null where the result is no view, or cannot be told
 */
export function rearrangedView(view: TensorView, context: ConvertContext): TensorView | null {
  const { node } = context;
  const rank = view.axes.length;
  switch (node.operator) {
    case 'Transpose':
      return transposedView(view, attributeInts(node, 'perm') ?? view.axes.map((_, axis) => rank - 1 - axis));
    case 'Squeeze':
      return without(view, axesOf(context, rank));
    case 'Unsqueeze': {
      const added = axesOf(context, 0);
      if (!added) return null;
      const places = added.map(axis => front(axis, rank + added.length));
      const axes = [...view.axes];
      for (const axis of places.sort((a, b) => a - b)) axes.splice(axis, 0, []);
      return { ...view, axes };
    }
    case 'Gather': {
      const index = context.rank(1) === 0 ? context.scalar(1) : null;
      return index === 0 || index === -1 ? without(view, [front(attributeInt(node, 'axis', 0), rank)]) : null;
    }
    case 'Reshape': {
      const target = context.dims(1);
      return target && attributeInt(node, 'allowzero', 0) === 0 ? reshaped(view, target) : null;
    }
    default:
      return null;
  }
}

function axesOf(context: ConvertContext, rank: number): readonly number[] | undefined {
  const given = attributeInts(context.node, 'axes') ?? (context.has(1) ? context.numbers(1) : null);
  return given?.map(axis => (axis < 0 ? axis + rank : axis));
}

/** Without axes of extent 1. */
function without(view: TensorView, axes: readonly number[] | undefined): TensorView | null {
  if (!axes?.every(axis => view.axes[axis]?.length === 0)) return null;
  return { ...view, axes: view.axes.filter((_, axis) => !axes.includes(axis)) };
}

/** The factors dealt out to the extents from either end; what is left belongs to the one that is to be inferred. */
function reshaped(view: TensorView, target: readonly Dim[]): TensorView | null {
  const factors = view.axes.flat();
  const open = target.indexOf(-1);
  let [low, high] = [0, factors.length];
  const axes: (readonly Factor[])[] = target.map(() => []);
  const deal = (axis: number, isFront: boolean): boolean => {
    const wanted = target[axis] ?? null;
    if (wanted === null) return false;
    const taken: Factor[] = [];
    const count = wanted === 0 ? (view.axes[axis]?.length ?? 0) : null;
    let size = 1;
    while (count === null ? size !== wanted && wanted !== 1 : taken.length < count) {
      const next = low < high ? factors[isFront ? low : high - 1] : undefined;
      if (!next) return false;
      if (count !== null && !view.axes[axis]?.includes(next)) return false;
      if (isFront) low++;
      else high--;
      if (isFront) taken.push(next);
      else taken.unshift(next);
      if (count !== null) continue;
      if (taken.length === 1 && next.dim === wanted) break;
      if (typeof wanted !== 'number' || typeof next.dim !== 'number') return false;
      size *= next.dim;
      if (size > wanted) return false;
    }
    axes[axis] = taken;
    return true;
  };
  const end = open < 0 ? target.length : open;
  for (let axis = 0; axis < end; axis++) if (!deal(axis, true)) return null;
  for (let axis = target.length - 1; axis > end; axis--) if (!deal(axis, false)) return null;
  if (open >= 0) axes[open] = factors.slice(low, high);
  else if (low !== high) return null;
  return { ...view, axes };
}
