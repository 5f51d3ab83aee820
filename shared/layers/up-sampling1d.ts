import { upsampling } from './arithmetic/spatial.ts';
import { torchUpsampling } from './arithmetic/spatial-pytorch.ts';

import { defineLayer } from './contract.ts';
import { integers } from './parameters.ts';

/** Makes length larger by a whole factor. */
export default defineLayer({
  type: 'UpSampling1D',
  title: '1-D upsampling',
  searchWords: ['resize', 'enlarge', 'repeat', 'unpool'],
  documentation: {
    what: 'Repeats each element along length as often as size says.',
    inputShape: '(batch, length, channels)',
    outputShape: '(batch, new_length, channels); size in × factor',
    example: '10 × 8, size 2: 20 × 8',
    errors: ['The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.UpSampling1D',
  },
  parameters: {
    size: integers(1, { default: [2], min: 1, doc: 'Factor of each spatial axis.' }),
  },
  ...upsampling(
    1,
    () => 'channels_last',
    () => 'nearest',
  ),
  kerasConfig: ({ parameters: p }) => ({ size: p.size[0] }),
  pytorch: ({ parameters: p }, torch) => torchUpsampling(torch, 'channels_last', p.size, true),
});
