import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type layerScale from './layer-scale.ts';
import type { Forward } from './tfjs-contract.ts';

/** The input times gamma along the last axis. */
export const forward: Forward<ParametersOf<typeof layerScale>> = (tf, { inputs, weights: { gamma } }) => {
  if (!gamma) throw new Error('LayerScale was called without its gamma.');
  return [tf.mul(soleInput(inputs), gamma)];
};
