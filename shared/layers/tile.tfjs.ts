import { inputAt, wholeNumbersOf } from './arithmetic/engine-dtype.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type tile from './tile.ts';

/** Own computation by concatenation: tfjs's tile has a gradient up to rank 4 alone. */
export const forward: Forward<ParametersOf<typeof tile>> = (tf, { parameters: p, inputs }) => {
  const repeats = inputs[1] ? wholeNumbersOf(inputs[1]) : p.repeats;
  let x = inputAt(inputs, 0);
  for (const [axis, count] of repeats.entries())
    if (count === 0)
      x = tf.slice(
        x,
        x.shape.map(() => 0),
        x.shape.with(axis, 0),
      );
    else if (count > 1) x = tf.concat(new Array(count).fill(x), axis);
  return [x];
};
