import { inputAt, wholeNumbersOf } from './arithmetic/engine-dtype.ts';
import type { ParametersOf } from './contract.ts';
import type expand from './expand.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof expand>> = (tf, { parameters: p, inputs }) => {
  const x = inputAt(inputs, 0);
  const target = inputs[1] ? wholeNumbersOf(inputs[1]) : p.shape;
  return [tf.broadcastTo(x, tf.backend_util.assertAndGetBroadcastShape(x.shape, [...target]))];
};
