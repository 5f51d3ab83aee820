import type { DType } from '../document/value.ts';
import { ELEMENT_BYTES } from '../layers/weight-store.ts';

/** In which numbers a network is kept and computed. */
export const PRECISIONS = ['float32', 'float16', 'bfloat16', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Bytes of one weight at inference: int8 stands for weights alone that are quantized. */
export function weightBytes(precision: Precision): number {
  return ELEMENT_BYTES[precision];
}

/**
 * Bytes of one element of an activation. With int8 weights the activations stay float32 (weight-only quantization); what is no float
 * keeps its own size.
 *
 * @param dtype the element type on the wire
 * @param precision in which the network computes
 */
export function activationBytes(dtype: DType, precision: Precision): number {
  return ELEMENT_BYTES[dtype === 'float32' && precision !== 'int8' ? precision : dtype];
}
