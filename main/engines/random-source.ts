import { fillNormal } from '../../shared/layers/arithmetic/random.ts';
import type { RandomSource, Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { generator, mixSeed } from '../../shared/training/seeded-random.ts';
import { ATTRIBUTE, DT, execute, type NativeBackend } from './recording/native-backend.ts';

/**
 * Random numbers for one layer in one training step, made in JavaScript. They depend on (seed, layer, step) and on the order of the
 * layer's own draws alone, so a resumed run repeats them.
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

/**
 * The same on native TensorFlow, by its stateless operations: there the numbers are functions of (seed, layer, draw) and of the
 * step, which is a tensor, so that a recorded step draws new ones each time. They differ from the JavaScript engine's.
 *
 * @param tf the engine
 * @param backend its backend
 * @param seed the run's seed
 * @param layer the layer's name
 * @param step number of the training step: one int32
 */
export function nativeRandomSource(
  tf: Tf,
  backend: NativeBackend,
  seed: number,
  layer: string,
  step: Tensor,
): RandomSource {
  let draws = 0;
  const drawn = (operation: string, shape: readonly number[]): Tensor => {
    const own = tf.tensor1d([mixSeed(seed, layer, draws++) | 0], 'int32');
    const [numbers] = execute(
      backend,
      operation,
      [
        { name: 'dtype', type: ATTRIBUTE.type, value: DT.float },
        { name: 'T', type: ATTRIBUTE.type, value: DT.int32 },
        { name: 'Tseed', type: ATTRIBUTE.type, value: DT.int32 },
      ],
      [tf.tensor1d([...shape], 'int32'), tf.concat([own, step as typeof own])],
    );
    if (!numbers) throw new Error(`TensorFlow gave no random numbers for the layer ${layer}.`);
    return numbers;
  };
  return {
    uniform: (shape, min = 0, max = 1) => {
      const numbers = drawn('StatelessRandomUniform', shape);
      return min === 0 && max === 1 ? numbers : tf.add(tf.mul(numbers, max - min), min);
    },
    normal: (shape, mean, stddev) => tf.add(tf.mul(drawn('StatelessRandomNormal', shape), stddev), mean),
  };
}
