import { reshapedExtents } from './arithmetic/reshaping.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type reshape from './reshape.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs does not know named extents. */
export const forward: Forward<ParametersOf<typeof reshape>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const shape = reshapedExtents(x.shape, p.target_shape) ?? [];
  return [
    tf.reshape(
      x,
      shape.map(extent => (typeof extent === 'number' ? extent : -1)),
    ),
  ];
};
