import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type repeatVector from './repeat-vector.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation, so that one place says what the layer does. */
export const forward: Forward<ParametersOf<typeof repeatVector>> = (tf, { parameters: { n }, inputs }) => {
  const wide = tf.expandDims(soleInput(inputs), 1);
  return [
    tf.concat(
      Array.from({ length: n }, () => wide),
      1,
    ),
  ];
};
