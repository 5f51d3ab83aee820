import type { DType } from '../../document/value.ts';
import type { Tensor } from '../tfjs-contract.ts';

/** The engine's type for a type of the document: whole numbers up to 64 bits that extents and indices need run as int32. */
export function engineType(dtype: DType): 'float32' | 'int32' | 'bool' {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  if (dtype === 'int64') return 'int32';
  throw new Error(
    `The engine computes with float32, int32 and bool; got ${dtype}. Cast to one of these, or run the exported ONNX file.`,
  );
}

/**
 * One of a layer's tensors.
 *
 * @param inputs the tensors on its wires
 * @param port its number from 0
 * @throws Error when there is none
 */
export function inputAt(inputs: readonly Tensor[], port: number): Tensor {
  const input = inputs[port];
  if (!input) throw new Error(`A layer was called without its input ${port + 1}.`);
  return input;
}

/** The elements of a small tensor of whole numbers (axes, extents, indices of a slice). */
export function wholeNumbersOf(tensor: Tensor): readonly number[] {
  return Array.from(tensor.dataSync(), Number);
}

/** Row-major distances of an engine's tensor; for flat indices. */
export function tensorStrides(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}
