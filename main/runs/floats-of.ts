import { isReal } from '../../shared/layers/weight-store.ts';
import { fromBfloat16, fromFloat16 } from '../importing/keras-files/half.ts';
import type { LazyTensor } from './safetensors.ts';

/**
 * The elements of a tensor of real numbers as float32, which holds those of half precision exactly.
 *
 * @param tensor read now
 * @returns undefined for whole numbers, booleans and float64
 */
export function floatsOf({ dtype, read }: Pick<LazyTensor, 'dtype' | 'read'>): Float32Array | undefined {
  if (!isReal(dtype)) return undefined;
  const data = read();
  if (dtype === 'float16' && data instanceof Uint16Array) return fromFloat16(data);
  if (dtype === 'bfloat16' && data instanceof Uint16Array) return fromBfloat16(data);
  return data instanceof Float32Array ? data : undefined;
}
