import { elementCount, type OnnxData } from './model.ts';

/** The permutation that undoes another. */
export function inversePermutation(permutation: readonly number[]): readonly number[] {
  const inverse = new Array<number>(permutation.length).fill(0);
  permutation.forEach((from, to) => {
    inverse[from] = to;
  });
  return inverse;
}

/**
 * The permutation of two transposes, one after the other: `transpose(transpose(x, first), second)`.
 *
 * @param first applied first
 * @param second applied to its result
 */
export function composePermutations(first: readonly number[], second: readonly number[]): readonly number[] {
  return second.map(axis => first[axis] ?? axis);
}

/** Whether a permutation leaves all axes where they are. */
export function isIdentity(permutation: readonly number[]): boolean {
  return permutation.every((axis, i) => axis === i);
}

/**
 * Transposes a row-major array.
 *
 * @param data elements of the shape
 * @param shape extents before
 * @param permutation axis i of the result is axis permutation[i] of the source, as in NumPy and ONNX
 * @returns a new array, or the given one where the order does not change
 */
export function permuteData<T extends OnnxData>(
  data: T,
  shape: readonly number[],
  permutation: readonly number[],
): T {
  const moved = permutation.filter(axis => shape[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? 0))) return data;
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  const extents: number[] = [];
  const steps: number[] = [];
  for (const axis of moved) {
    const extent = shape[axis] ?? 1;
    const step = strides[axis] ?? 1;
    // Axes that stay neighbours count as one: a longer inner loop.
    if (steps.at(-1) === step * extent) extents.push((extents.pop() ?? 1) * extent);
    else extents.push(extent);
    if (extents.length > steps.length) steps.push(step);
    else steps[steps.length - 1] = step;
  }
  const last = extents.length - 1;
  const inner = extents[last] ?? 1;
  const innerStep = steps[last] ?? 1;
  const result = data.slice() as T;
  const position = new Array<number>(extents.length).fill(0);
  const total = elementCount(shape);
  let source = 0;
  for (let target = 0; target < total; target += inner) {
    for (let i = 0; i < inner; i++) result[target + i] = data[source + i * innerStep] as never;
    for (let axis = last - 1; axis >= 0; axis--) {
      const next = (position[axis] ?? 0) + 1;
      const step = steps[axis] ?? 0;
      if (next < (extents[axis] ?? 1)) {
        position[axis] = next;
        source += step;
        break;
      }
      position[axis] = 0;
      source -= step * ((extents[axis] ?? 1) - 1);
    }
  }
  return result;
}
