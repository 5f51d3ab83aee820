import { halfToNumber } from '../../../shared/layers/arithmetic/half-floats.ts';

/** Values of all float16 bit patterns; made when first needed. */
let table: Float32Array | null = null;

function values(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, bits) => halfToNumber(bits));
  return table;
}

/**
 * Numbers of IEEE 754 half precision as float32, which holds each of them exactly.
 *
 * @param bits their bits
 */
export function fromFloat16(bits: Uint16Array): Float32Array {
  const known = values();
  return Float32Array.from(bits, pattern => known[pattern] ?? 0);
}

/**
 * Numbers of type bfloat16, the upper half of a float32's bits, as float32.
 *
 * @param bits their bits
 */
export function fromBfloat16(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, pattern => pattern << 16).buffer);
}
