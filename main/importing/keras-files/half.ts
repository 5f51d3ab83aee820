/** Values of all float16 bit patterns; made when first needed. */
let table: Float32Array | null = null;

function values(): Float32Array {
  if (table) return table;
  table = new Float32Array(65_536);
  for (let bits = 0; bits < 65_536; bits++) {
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    const size =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent === 0x1f
          ? fraction === 0
            ? Number.POSITIVE_INFINITY
            : Number.NaN
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    table[bits] = bits & 0x8000 ? -size : size;
  }
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
