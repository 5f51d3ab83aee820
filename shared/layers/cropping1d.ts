import { cropping } from './arithmetic/spatial.ts';
import { torchPad } from './arithmetic/spatial-pytorch.ts';

import { defineLayer } from './contract.ts';
import { sides } from './parameters.ts';

/** Cuts off the ends of length. */
export default defineLayer({
  type: 'Cropping1D',
  title: '1-D cropping',
  searchWords: ['crop', 'cut', 'trim', 'slice'],
  documentation: {
    what: 'Cuts elements off before and after length; the channels stay.',
    inputShape: '(batch, length, channels)',
    outputShape: '(batch, new_length, channels); size in − before − after',
    example: '100 × 8, cropping [2, 3]: 95 × 8',
    errors: ['As much is cut off as there is.', 'The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.Cropping1D',
  },
  parameters: {
    cropping: sides(1, { default: [[1, 1]], doc: 'Elements cut off per side: [[before, after]].' }),
  },
  ...cropping(1, () => 'channels_last'),
  kerasConfig: ({ parameters: p }) => ({ cropping: p.cropping[0] }),
  pytorch: ({ parameters: p }, torch) => torchPad(torch, 'channels_last', p.cropping, -1),
});
