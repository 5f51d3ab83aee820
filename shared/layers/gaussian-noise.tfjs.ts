import type { ParametersOf } from './contract.ts';
import type gaussianNoise from './gaussian-noise.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because the noise must be a function of seed and step. */
export const forward: Forward<ParametersOf<typeof gaussianNoise>> = (
  tf,
  { parameters: { stddev }, inputs: [x], training, random },
) => {
  if (!x) throw new Error('GaussianNoise was called without its input.');
  return [training && stddev > 0 ? tf.add(x, random.normal(x.shape, 0, stddev)) : x];
};
