import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { withoutGradient } from './arithmetic/without-gradient.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type masking from './masking.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: tfjs's stock layer passes a mask of its own kind. */
export const forward: Forward<ParametersOf<typeof masking>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const isThere = withoutGradient(tf, [x], (given = x) =>
    tf.cast(tf.any(tf.notEqual(given, p.mask_value), -1, true), 'float32'),
  );
  return [tf.mul(x, isThere)];
};
