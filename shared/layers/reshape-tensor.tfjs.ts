import { inputAt, wholeNumbersOf } from './arithmetic/engine-dtype.ts';
import type { ParametersOf } from './contract.ts';
import type reshapeTensor from './reshape-tensor.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: 0 copies the extent. */
export const forward: Forward<ParametersOf<typeof reshapeTensor>> = (tf, { parameters: p, inputs }) => {
  const x = inputAt(inputs, 0);
  const target = inputs[1] ? wholeNumbersOf(inputs[1]) : p.shape;
  return [
    tf.reshape(
      x,
      target.map((extent, axis) => (extent === 0 && !p.allowzero ? (x.shape[axis] ?? 0) : extent)),
    ),
  ];
};
