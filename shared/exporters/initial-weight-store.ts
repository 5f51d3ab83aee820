import type { Inference } from '../inference/infer.ts';
import { initializeInPieces, initializeWeight } from '../layers/arithmetic/initialize.ts';
import { weightSeed } from '../layers/arithmetic/random.ts';
import type { WeightDescription } from '../layers/contract.ts';
import { isReal, type WeightStore, weightName } from '../layers/weight-store.ts';

/**
 * The weights that an untrained network begins with, each computed when it is asked for and not kept.
 *
 * @param inference the network
 * @param seed seed of the initial weights; the same one gives the same weights in training
 */
export function initialWeightStore(inference: Inference, seed: number): WeightStore {
  const descriptions = describedWeights(inference);
  return {
    get(name) {
      const description = descriptions.get(name);
      return description && initializeWeight(description, weightSeed(seed, name));
    },
    pieces(name) {
      const description = descriptions.get(name);
      return description && initializeInPieces(description, weightSeed(seed, name));
    },
    count(name) {
      const { shape, dtype = 'float32' } = descriptions.get(name) ?? {};
      // Tables of an imported operator begin with nothing.
      return shape && isReal(dtype) ? shape.reduce((product, extent) => product * extent, 1) : undefined;
    },
  };
}

/** The descriptions of all weights of a network by full name, tied ones once. */
export function describedWeights(inference: Inference): ReadonlyMap<string, WeightDescription> {
  const descriptions = new Map<string, WeightDescription>();
  for (const node of inference.nodes.values())
    for (const weight of node.weights)
      descriptions.set(weightName(node.node.weightsOf ?? node.name, weight.name), weight);
  return descriptions;
}
