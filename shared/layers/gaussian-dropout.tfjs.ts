import type { ParametersOf } from './contract.ts';
import type gaussianDropout from './gaussian-dropout.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because the noise must be a function of seed and step. */
export const forward: Forward<ParametersOf<typeof gaussianDropout>> = (
  tf,
  { parameters: { rate }, inputs: [x], training, random },
) => {
  if (!x) throw new Error('GaussianDropout was called without its input.');
  if (!training || rate === 0) return [x];
  return [tf.mul(x, random.normal(x.shape, 1, Math.sqrt(rate / (1 - rate))))];
};
