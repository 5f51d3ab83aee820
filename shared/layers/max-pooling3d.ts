import { pooling, poolingParameters } from './arithmetic/pooling.ts';
import { torchPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The largest element of each window. */
export default defineLayer({
  type: 'MaxPooling3D',
  category: 'pooling',
  title: 'Max pooling 3-D',
  searchWords: ['subsampling', 'downsampling', 'maxpool'],
  documentation: {
    what: 'Takes the largest element of each window, channel by channel: makes the maps smaller and keeps the strongest response. Padded places never win.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) for channels_first',
    outputShape: '(batch, new depth, new height, new width, channels), or with the channels first',
    example: '16 × 112 × 112 × 16, window 2 × 2 × 2: 8 × 56 × 56 × 16',
    errors: [
      'The input does not have 5 axes.',
      'The window is larger than the padded input.',
      'Explicit padding is as large as the window or larger.',
    ],
    source: 'Keras 3, keras.layers.MaxPooling3D',
  },
  parameters: poolingParameters(3),
  ...pooling(3, 'max'),
  pytorch: (context, torch) => torchPooling(context, torch, 3, 'max'),
});
