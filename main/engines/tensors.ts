import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { EngineError, type NumericTensor } from './engine.ts';

/** Brings numbers into the engine; the caller disposes the tensor. */
export function toTensor(tf: Tf, { shape, data }: NumericTensor): Tensor {
  return tf.tensor(data, [...shape], data instanceof Int32Array ? 'int32' : 'float32');
}

/** Reads a tensor out of the engine; booleans become 0 and 1. */
export function fromTensor(tensor: Tensor): NumericTensor {
  const data = tensor.dataSync();
  return {
    shape: [...tensor.shape],
    data: data instanceof Float32Array || data instanceof Int32Array ? data : Int32Array.from(data),
  };
}

/**
 * Checks what is fed to a network.
 *
 * @param names the input nodes
 * @param expected their shapes with the batch first; null for an open extent
 * @param given the tensors
 * @throws EngineError naming the shapes
 */
export function checkInputs(
  names: readonly string[],
  expected: readonly (readonly (number | null)[])[],
  given: readonly NumericTensor[],
): void {
  if (given.length !== names.length)
    throw new EngineError(
      'engine.input',
      `The network has ${names.length} inputs (${names.join(', ')}); got ${given.length} arrays.`,
    );
  for (const [i, name] of names.entries()) {
    const want = expected[i] ?? [];
    const have = given[i]?.shape ?? [];
    const fits =
      want.length === have.length && want.every((extent, axis) => extent === null || extent === have[axis]);
    if (!fits)
      throw new EngineError(
        'engine.input',
        `The input ${name} takes arrays of shape (${want.map(extent => extent ?? 'any').join(', ')}); got (${have.join(', ')}).`,
      );
  }
}
