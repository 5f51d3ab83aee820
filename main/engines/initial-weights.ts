import type { Inference } from '../../shared/inference/infer.ts';
import type { WeightDescription } from '../../shared/layers/contract.ts';
import { weightName } from '../../shared/layers/weight-store.ts';
import { generator, mixSeed } from './random-source.ts';

/** Stand-in until the shared initializers are there. */
function initializeWeight(description: WeightDescription, seed: number): Float32Array {
  const size = description.shape.reduce((product, dim) => product * dim, 1);
  const data = new Float32Array(size);
  const { initializer, shape } = description;
  if (initializer.name === 'ones') return data.fill(1);
  if (initializer.name === 'zeros') return data;
  const receptive = shape.slice(0, -2).reduce((product, dim) => product * dim, 1);
  const limit = Math.sqrt(6 / (receptive * ((shape.at(-2) ?? 1) + (shape.at(-1) ?? 1))));
  const next = generator(seed);
  for (let i = 0; i < size; i++) data[i] = limit * (2 * next() - 1);
  return data;
}

/**
 * The values a network begins with: functions of (seed, full name, description), the same on every engine.
 *
 * @param inference the network
 * @param seed the run's seed
 * @param skip names that are not needed because other values replace them
 */
export function* initialWeights(
  inference: Inference,
  seed: number,
  skip: (name: string) => boolean = () => false,
): Generator<readonly [name: string, values: Float32Array]> {
  for (const node of inference.nodes.values())
    for (const description of node.ownWeights) {
      const name = weightName(node.name, description.name);
      if (!skip(name)) yield [name, initializeWeight(description, mixSeed(seed, name, 0))];
    }
}
