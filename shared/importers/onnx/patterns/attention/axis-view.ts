import type { Dim, Shape } from '../../../../document/value.ts';

/** A run of an axis of some tensor: every `stride`-th place, `dim` of them. An axis as a whole has stride 1. */
export interface Atom {
  /** What has the axis; atoms of different ones are never the same. */
  readonly space: object;
  readonly axis: number;
  readonly dim: Dim;
  readonly stride: number;
}

/** So many places of an axis stand before the first one that is left. */
export interface Offset {
  readonly space: object;
  readonly axis: number;
  readonly places: number;
}

/** Axes, each a product of atoms, outermost first; an axis of extent 1 has none. */
export type Axes = readonly (readonly Atom[])[];

/** Where the axes of a tensor come from. */
export interface AxisView {
  readonly axes: Axes;
  readonly offsets: readonly Offset[];
}

/**
 * A tensor whose axes are its own.
 *
 * @param space what has the axes
 * @param shape their extents
 */
export function ownAxes(space: object, shape: Shape): Axes {
  return shape.map((dim, axis) => (dim === 1 ? [] : [{ space, axis, dim, stride: 1 }]));
}

/** Whether two atoms take the same places of the same axis. */
export function sameAtom(a: Atom | undefined, b: Atom | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.space === b.space &&
    a.axis === b.axis &&
    a.dim === b.dim &&
    a.stride === b.stride
  );
}

/** Whether two lists of atoms are the same. */
export function sameAtoms(a: readonly Atom[], b: readonly Atom[]): boolean {
  return a.length === b.length && a.every((atom, i) => sameAtom(atom, b[i]));
}

/** A known atom as an outer and an inner one of the given extent; null where it does not divide. */
function parted(atom: Atom, inner: number): readonly [Atom, Atom] | null {
  if (typeof atom.dim !== 'number' || inner <= 1 || atom.dim % inner !== 0) return null;
  return [
    { ...atom, dim: atom.dim / inner, stride: atom.stride * inner },
    { ...atom, dim: inner },
  ];
}

/** Takes atoms of a list from one end until they make up an extent; null where they do not. */
function take(atoms: Atom[], wanted: Dim, isFront: boolean): Atom[] | null {
  const taken: Atom[] = [];
  let left = wanted;
  while (left !== 1) {
    const atom = isFront ? atoms.shift() : atoms.pop();
    if (!atom) return null;
    const add = (part: Atom) => (isFront ? taken.push(part) : taken.unshift(part));
    if (atom.dim === left) {
      add(atom);
      return taken;
    }
    if (typeof atom.dim !== 'number' || typeof left !== 'number') return null;
    if (atom.dim < left) {
      if (left % atom.dim !== 0) return null;
      add(atom);
      left /= atom.dim;
      continue;
    }
    const parts = parted(atom, isFront ? atom.dim / left : left);
    if (!parts) return null;
    const [outer, inner] = parts;
    add(isFront ? outer : inner);
    if (isFront) atoms.unshift(inner);
    else atoms.push(outer);
    return taken;
  }
  return taken;
}

/**
 * The axes after a change of form.
 *
 * @param view the axes before
 * @param shape the extents after; at most one may be unknown
 * @returns null where the new axes cut across the old ones
 */
export function reshapedAxes(view: Axes, shape: Shape): Axes | null {
  const atoms = view.flat();
  const known = atoms.map(({ dim }) => dim);
  const isOpen = (dim: Dim) => dim === null || (typeof dim === 'string' && !known.includes(dim));
  const open = shape.findIndex(isOpen);
  const axes: (readonly Atom[])[] = shape.map(() => []);
  const deal = (axis: number, isFront: boolean) => {
    const taken = take(atoms, shape[axis] ?? null, isFront);
    if (taken) axes[axis] = taken;
    return taken !== null;
  };
  for (let axis = 0; axis < (open < 0 ? shape.length : open); axis++) if (!deal(axis, true)) return null;
  if (open < 0) return atoms.length === 0 ? axes : null;
  for (let axis = shape.length - 1; axis > open; axis--)
    if (isOpen(shape[axis] ?? null) || !deal(axis, false)) return null;
  axes[open] = atoms;
  return axes;
}

/**
 * An axis of which only the places from `start` on are left.
 *
 * @param atoms the axis
 * @param start the first place that stays
 * @param count how many stay
 * @returns null where the rest is no run of whole atoms
 */
export function cutAxis(
  atoms: readonly Atom[],
  start: number,
  count: number,
): { readonly atoms: readonly Atom[]; readonly offsets: readonly Offset[] } | null {
  const offsets: Offset[] = [];
  let rest = atoms;
  let first = start;
  for (let outer = rest[0]; outer; outer = rest[0]) {
    const { space, axis, stride, dim } = outer;
    const more = rest.slice(1);
    const inner = more.reduce(
      (size, part) => size * (typeof part.dim === 'number' ? part.dim : Number.NaN),
      1,
    );
    if (first === 0 && count === (typeof dim === 'number' ? dim : Number.NaN) * inner)
      return { atoms: rest, offsets };
    const place = Math.floor(first / inner);
    const places = count / inner;
    if (Number.isInteger(places) && first % inner === 0) {
      offsets.push({ space, axis, places: place * stride });
      return { atoms: places === 1 ? more : [{ ...outer, dim: places }, ...more], offsets };
    }
    // Within one place of the outermost atom the cut goes through the next.
    if (!(first + count <= (place + 1) * inner)) return null;
    offsets.push({ space, axis, places: place * stride });
    first -= place * inner;
    rest = more;
  }
  return first === 0 && count === 1 ? { atoms: rest, offsets } : null;
}
