/** Seeded numbers for shuffling, random masks and generated data: the same on every machine and engine. */

/**
 * Uniform numbers in [0, 1) with 24 bits, so that they stay below 1 as float32. Source: mulberry32 (Tommy Ettinger, public domain).
 *
 * @param seed 32 bits
 */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 8) / 16_777_216;
  };
}

/**
 * Joins a seed, a name and a number to 32 bits: FNV-1a over all of them, then MurmurHash3's finish so that near inputs part.
 *
 * @param seed the run's seed
 * @param name what the numbers are for, e.g. a layer's name
 * @param count step, epoch or draw
 */
export function mixSeed(seed: number, name: string, count: number): number {
  let hash = 0x811c9dc5;
  const add = (value: number) => {
    hash = Math.imul(hash ^ (value & 0xff), 0x01000193);
  };
  for (let shift = 0; shift < 32; shift += 8) add(seed >>> shift);
  for (let i = 0; i < name.length; i++) {
    add(name.charCodeAt(i));
    add(name.charCodeAt(i) >>> 8);
  }
  for (let shift = 0; shift < 32; shift += 8) add(count >>> shift);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The numbers 0 to count - 1 in a random order (Fisher and Yates).
 *
 * @param count how many
 * @param seed 32 bits
 */
export function permutation(count: number, seed: number): Int32Array {
  const next = generator(seed);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
