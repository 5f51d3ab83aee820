import type { OnnxWeightForm } from '../../layers/onnx-contract.ts';

/** Elements that slices are taken of: float32, and those of half precision in their bits. */
type Sliced = Float32Array | Uint16Array;
type Take = NonNullable<OnnxWeightForm['take']>;

/**
 * Lines up slices of an axis in a given order, as NumPy's take, with slices of zeros where asked.
 *
 * @param data row-major elements of the shape
 * @param shape extents before
 * @param take the axis and the slice that stands in each place; null for zeros
 * @returns a new array
 */
export function takeSlices(data: Float32Array, shape: readonly number[], take: Take): Float32Array;
export function takeSlices(data: Sliced, shape: readonly number[], take: Take): Sliced;
export function takeSlices(data: Sliced, shape: readonly number[], { axis, indices }: Take): Sliced {
  const size = (extents: readonly number[]) => extents.reduce((product, extent) => product * extent, 1);
  const outer = size(shape.slice(0, axis));
  const inner = size(shape.slice(axis + 1));
  const extent = shape[axis] ?? 1;
  const length = outer * indices.length * inner;
  const result = data instanceof Uint16Array ? new Uint16Array(length) : new Float32Array(length);
  for (let row = 0; row < outer; row++)
    for (const [place, index] of indices.entries()) {
      if (index === null) continue;
      const from = (row * extent + index) * inner;
      result.set(data.subarray(from, from + inner), (row * indices.length + place) * inner);
    }
  return result;
}
