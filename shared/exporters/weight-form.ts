import type { WeightDescription } from '../layers/contract.ts';
import type { OnnxWeightForm } from '../layers/onnx-contract.ts';
import { permuteData } from './onnx/permute.ts';
import { takeSlices } from './onnx/take-slices.ts';

/**
 * The extents of a weight in a form.
 *
 * @param shape the weight's own extents
 * @param form what is done with it
 */
export function formedShape(shape: readonly number[], form: OnnxWeightForm): readonly number[] {
  if (form.finalShape) return form.finalShape;
  const given = beforePermutation(shape, form);
  return form.permute ? form.permute.map(axis => given[axis] ?? 1) : given;
}

/**
 * Brings the elements of a weight to a form.
 *
 * @param data row-major elements in the weight's own order
 * @param description the weight
 * @param form what is done with it
 */
export function formedData(
  data: Float32Array,
  { shape }: WeightDescription,
  form: OnnxWeightForm,
): Float32Array {
  const taken = form.take ? takeSlices(data, form.reshape ?? shape, form.take) : data;
  return form.permute ? permuteData(taken, beforePermutation(shape, form), form.permute) : taken;
}

function beforePermutation(shape: readonly number[], form: OnnxWeightForm): readonly number[] {
  const given = form.reshape ?? shape;
  if (!form.take) return given;
  const extents = [...given];
  extents[form.take.axis] = form.take.indices.length;
  return extents;
}
