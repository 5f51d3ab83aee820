import type { Inference } from '../../inference/infer.ts';
import { computeFans } from '../../layers/arithmetic/initialize.ts';
import { fillNormal, fillUniform, weightSeed } from '../../layers/arithmetic/random.ts';
import type { WeightDescription } from '../../layers/contract.ts';
import type { WeightStore } from '../../layers/weight-store.ts';
import { describedWeights } from '../initial-weight-store.ts';

/**
 * Weights under which a mistake in an export shows: kernels as He et al. 2015 scale them, so that signals keep their size through any
 * depth, and biases, scales and batch statistics that are all different and none of them 0 or 1. (Freshly initialized networks hide
 * mistakes: a bias of zeros may be lost unseen, and the softmax of a fresh VGG-16 hardly depends on its kernels.)
 *
 * @param inference the network
 * @param seed makes the numbers
 */
export function comparisonWeightStore(inference: Inference, seed: number): WeightStore {
  const descriptions = describedWeights(inference);
  return {
    get(name) {
      const description = descriptions.get(name);
      return description && comparisonWeight(description, weightSeed(seed, name));
    },
  };
}

function comparisonWeight(description: WeightDescription, seed: number): Float32Array {
  const { name, shape, trainable, initializer } = description;
  const values = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  if (name.endsWith('variance')) fillUniform(values, seed, 0.6, 1.6);
  else if (name.endsWith('kernel')) {
    const { fanIn } = description.fans ?? computeFans(shape);
    fillNormal(values, seed, 0, Math.sqrt(2 / Math.max(1, fanIn)));
  } else if (initializer.name === 'ones' && trainable) fillUniform(values, seed, 0.8, 1.2);
  else fillUniform(values, seed, -0.5, 0.5);
  return values;
}
