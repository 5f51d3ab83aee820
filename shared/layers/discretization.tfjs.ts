import { encode } from './arithmetic/bins.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type discretization from './discretization.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof discretization>> = (tf, { parameters: p, inputs }) => {
  const wide = tf.expandDims(tf.cast(soleInput(inputs), 'float32'), -1);
  const above = tf.greaterEqual(wide, tf.tensor1d([...p.bin_boundaries]));
  const bins = tf.sum(tf.cast(above, 'float32'), -1);
  if (p.output_mode === 'int') return [tf.cast(bins, 'int32')];
  return [encode(tf, bins, p.output_mode, p.bin_boundaries.length + 1)];
};
