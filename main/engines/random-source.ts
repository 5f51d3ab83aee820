import type { RandomSource, Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';

/**
 * Random numbers for one layer in one training step. They depend on (seed, layer, step) and on the order of the layer's own
 * draws alone, so a resumed run repeats them, on every engine alike.
 *
 * @param tf the engine
 * @param seed the run's seed
 * @param layer the layer's name
 * @param step number of the training step
 */
export function randomSource(tf: Tf, seed: number, layer: string, step: number): RandomSource {
  const next = generator(mixSeed(seed, layer, step));
  const filled = (shape: readonly number[], draw: () => number): Tensor => {
    const data = new Float32Array(shape.reduce((product, dim) => product * dim, 1));
    for (let i = 0; i < data.length; i++) data[i] = draw();
    return tf.tensor(data, [...shape]);
  };
  return {
    uniform: (shape, min = 0, max = 1) => filled(shape, () => min + (max - min) * next()),
    normal: (shape, mean, stddev) => filled(shape, normalDraw(next, mean, stddev)),
  };
}

/** Box and Muller's transform, both numbers of each pair used. */
function normalDraw(next: () => number, mean: number, stddev: number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return mean + stddev * value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return mean + stddev * radius * Math.cos(angle);
  };
}

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

/** Joins a seed, a name and a number to 32 bits: FNV-1a over all of them, then murmur3's finish so that near inputs part. */
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
