import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type squeeze from './squeeze.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: a reshape, so that every element type passes. */
export const forward: Forward<ParametersOf<typeof squeeze>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const removed = p.axes?.map(axis => (axis < 0 ? axis + x.rank : axis));
  return [
    tf.reshape(
      x,
      x.shape.filter((extent, axis) => !(removed ? removed.includes(axis) : extent === 1)),
    ),
  ];
};
