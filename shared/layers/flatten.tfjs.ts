import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type flatten from './flatten.ts';
import { toChannelsLast } from './onnx-contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs refuses an input without further axes. */
export const forward: Forward<ParametersOf<typeof flatten>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const ordered =
    p.data_format === 'channels_first' && x.rank > 2 ? tf.transpose(x, [...toChannelsLast(x.rank)]) : x;
  const extent = x.shape.slice(1).reduce((product, dim) => product * dim, 1);
  return [tf.reshape(ordered, [-1, extent])];
};
