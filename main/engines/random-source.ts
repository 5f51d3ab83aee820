import { fillNormal } from '../../shared/layers/arithmetic/random.ts';
import type { RandomSource, Tf } from '../../shared/layers/tfjs-contract.ts';
import { generator, mixSeed } from '../../shared/training/seeded-random.ts';

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
  const base = mixSeed(seed, layer, step);
  let draws = 0;
  const filled = (shape: readonly number[], fill: (data: Float32Array, seed: number) => void) => {
    const data = new Float32Array(shape.reduce((product, dim) => product * dim, 1));
    fill(data, mixSeed(base, 'draw', draws++));
    return tf.tensor(data, [...shape]);
  };
  return {
    uniform: (shape, min = 0, max = 1) =>
      filled(shape, (data, drawSeed) => {
        const next = generator(drawSeed);
        for (let i = 0; i < data.length; i++) data[i] = min + (max - min) * next();
      }),
    normal: (shape, mean, stddev) =>
      filled(shape, (data, drawSeed) => fillNormal(data, drawSeed, mean, stddev)),
  };
}
