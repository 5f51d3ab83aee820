import type { Dim, DType, Shape, Value } from '../../document/value.ts';

/** Constants of more elements than this are not followed through the network. */
export const LARGEST_FOLDED = 1024;

/**
 * What is known of a value's elements, row-major: all of them, or some (symbols and null stand for the others); null where nothing is.
 *
 * @param value what stands on a wire
 */
export function elementsOf(value: Value | undefined): readonly Dim[] | null {
  return value?.constant ?? value?.symbolic ?? null;
}

/**
 * A value with what is known of its elements; they are left out where their number does not suit the shape or is too large.
 *
 * @param dtype element type
 * @param shape extents
 * @param elements row-major; null for unknown
 */
export function valueWith(dtype: DType, shape: Shape | null, elements: readonly Dim[] | null): Value {
  const extents = knownExtents(shape);
  if (!extents || !elements || elements.length > LARGEST_FOLDED || elements.length !== sizeOf(extents))
    return { dtype, shape };
  const constant = elements.filter(element => typeof element === 'number');
  if (constant.length === elements.length) return { dtype, shape, constant };
  return elements.every(element => element === null)
    ? { dtype, shape }
    : { dtype, shape, symbolic: elements };
}

/** The extents where all are numbers, else null. */
export function knownExtents(shape: Shape | null | undefined): readonly number[] | null {
  if (!shape) return null;
  const extents = shape.filter(dim => typeof dim === 'number');
  return extents.length === shape.length ? extents : null;
}

/** Number of elements of known extents; 1 for a scalar. */
export function sizeOf(extents: readonly number[]): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

/** How far apart neighbours along each axis stand in row-major order. */
export function stridesOf(extents: readonly number[]): readonly number[] {
  const strides = new Array<number>(extents.length).fill(1);
  for (let axis = extents.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (extents[axis + 1] ?? 1);
  return strides;
}

/**
 * Elements by their index, row-major; null where there are too many to follow.
 *
 * @param extents the tensor's
 * @param at the element at an index
 */
export function buildElements(
  extents: readonly number[],
  at: (index: readonly number[]) => Dim,
): readonly Dim[] | null {
  const size = sizeOf(extents);
  if (size > LARGEST_FOLDED) return null;
  const strides = stridesOf(extents);
  return Array.from({ length: size }, (_, flat) =>
    at(extents.map((extent, axis) => Math.floor(flat / (strides[axis] ?? 1)) % extent)),
  );
}

/**
 * A reader of elements by index.
 *
 * @param elements row-major
 * @param extents the tensor's
 */
export function elementReader(
  elements: readonly Dim[],
  extents: readonly number[],
): (index: readonly number[]) => Dim {
  const strides = stridesOf(extents);
  return index =>
    elements[index.reduce((sum, position, axis) => sum + position * (strides[axis] ?? 1), 0)] ?? null;
}

/**
 * Takes elements by their position: one for each index of the output.
 *
 * @param elements row-major, of the input
 * @param extents the input's
 * @param output the output's extents
 * @param source the input's index for an index of the output; null where it is not known
 */
export function pickElements(
  elements: readonly Dim[] | null,
  extents: readonly number[],
  output: readonly number[],
  source: (index: readonly number[]) => readonly number[] | null,
): readonly Dim[] | null {
  if (!elements) return null;
  const read = elementReader(elements, extents);
  return buildElements(output, index => {
    const at = source(index);
    return at ? read(at) : null;
  });
}
