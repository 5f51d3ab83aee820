import type { DType } from '../document/value.ts';

/** In which numbers a network is kept and computed. */
export const PRECISIONS = ['float32', 'float16', 'bfloat16', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

const DTYPE_BYTES: Readonly<Record<DType, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  float16: 2,
  bfloat16: 2,
  float64: 8,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  uint32: 4,
  int64: 8,
  uint64: 8,
  string: 8,
};

/** Bytes of one weight at inference: int8 stands for weights alone that are quantized. */
export function weightBytes(precision: Precision): number {
  return DTYPE_BYTES[precision];
}

/**
 * Bytes of one element of an activation. With int8 weights the activations stay float32 (weight-only quantization); what is no float
 * keeps its own size.
 *
 * @param dtype the element type on the wire
 * @param precision in which the network computes
 */
export function activationBytes(dtype: DType, precision: Precision): number {
  return DTYPE_BYTES[dtype === 'float32' && precision !== 'int8' ? precision : dtype];
}
