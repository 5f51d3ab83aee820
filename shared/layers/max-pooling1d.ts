import { pooling, poolingParameters } from './arithmetic/pooling.ts';
import { torchPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The largest element of each window. */
export default defineLayer({
  type: 'MaxPooling1D',
  category: 'pooling',
  title: 'Max pooling 1-D',
  searchWords: ['subsampling', 'downsampling', 'maxpool'],
  documentation: {
    what: 'Takes the largest element of each window, channel by channel: makes the maps smaller and keeps the strongest response. Padded places never win.',
    inputShape: '(batch, length, channels), or (batch, channels, length) for channels_first',
    outputShape: '(batch, new length, channels), or with the channels first',
    example: '100 × 16, window 2: 50 × 16',
    errors: [
      'The input does not have 3 axes.',
      'The window is larger than the padded input.',
      'Explicit padding is as large as the window or larger.',
    ],
    source: 'Keras 3, keras.layers.MaxPooling1D',
  },
  parameters: poolingParameters(1),
  ...pooling(1, 'max'),
  pytorch: (context, torch) => torchPooling(context, torch, 1, 'max'),
});
