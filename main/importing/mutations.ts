/** A small fast generator of numbers in [0, 1), the same for the same seed. Source: Mulberry32 (Tommy Ettinger, public domain). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Bytes that parsers stumble over: bounds of integers, line ends, brackets. */
const TELLING = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x22, 0x2d, 0x5b, 0x7b];

/**
 * A damaged copy of a file: some bytes changed, stretches cut out, doubled, moved or zeroed, the end cut off. The same for the same seed.
 *
 * @param bytes the whole file
 * @param seed any whole number
 */
export function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  const random = generator(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  let result = Uint8Array.from(bytes);
  const rounds = 1 + below(4);
  for (let round = 0; round < rounds && result.length > 0; round++) {
    const at = below(result.length);
    const length = 1 + below(Math.min(64, result.length - at));
    const kind = below(8);
    if (kind <= 2) {
      for (let i = 0; i < 1 + below(4); i++)
        result[below(result.length)] = random() < 0.5 ? below(256) : (TELLING[below(TELLING.length)] ?? 0);
    } else if (kind === 3) result[at] = (result[at] ?? 0) ^ (1 << below(8));
    else if (kind === 4) result.fill(0, at, at + length);
    else if (kind === 5) result = joined(result.subarray(0, at), result.subarray(at + length));
    else if (kind === 6) {
      const from = below(result.length);
      const piece = result.subarray(from, from + length);
      result = joined(result.subarray(0, at), piece, result.subarray(at));
    } else result = result.slice(0, at);
  }
  return result;
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
