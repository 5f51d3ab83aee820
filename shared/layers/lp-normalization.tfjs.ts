import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { withoutGradient } from './arithmetic/without-gradient.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type lpNormalization from './lp-normalization.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation; a norm of 0 divides nothing. */
export const forward: Forward<ParametersOf<typeof lpNormalization>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const norm =
    p.norm === 'l1' ? tf.sum(tf.abs(x), p.axis, true) : tf.sqrt(tf.sum(tf.square(x), p.axis, true));
  const spare = withoutGradient(tf, [norm], (size = norm) => tf.cast(tf.equal(size, 0), 'float32'));
  return [tf.div(x, tf.add(norm, spare))];
};
