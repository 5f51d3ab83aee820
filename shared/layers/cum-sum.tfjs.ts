import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type cumSum from './cum-sum.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation over the last axis: tfjs's gradient is wrong over others. */
export const forward: Forward<ParametersOf<typeof cumSum>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const axis = p.axis < 0 ? p.axis + x.rank : p.axis;
  const last = [...[...x.shape.keys()].filter(other => other !== axis), axis];
  const back = last.map((_, at) => last.indexOf(at));
  const sums = tf.cumsum(tf.transpose(x, last), x.rank - 1, p.exclusive, p.reverse);
  return [tf.transpose(sums, back)];
};
