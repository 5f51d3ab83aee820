import type { Inference } from '../../shared/inference/infer.ts';
import { initializeWeight } from '../../shared/layers/arithmetic/initialize.ts';
import { weightSeed } from '../../shared/layers/arithmetic/random.ts';
import { weightName } from '../../shared/layers/weight-store.ts';

/**
 * The values a network begins with: functions of (seed, full name, description), the same on every engine.
 *
 * @param inference the network
 * @param seed the run's seed
 * @param skip tells the names that are not needed because other values replace them
 */
export function* initialWeights(
  inference: Inference,
  seed: number,
  skip: (name: string) => boolean = () => false,
): Generator<readonly [name: string, values: Float32Array]> {
  for (const node of inference.nodes.values())
    for (const description of node.ownWeights) {
      const name = weightName(node.name, description.name);
      if (!skip(name)) yield [name, initializeWeight(description, weightSeed(seed, name))];
    }
}
