import { pooling, poolingParameters } from './arithmetic/pooling.ts';
import { torchPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The largest element of each window. */
export default defineLayer({
  type: 'MaxPooling2D',
  category: 'pooling',
  title: 'Max pooling 2-D',
  searchWords: ['subsampling', 'downsampling', 'maxpool'],
  documentation: {
    what: 'Takes the largest element of each window, channel by channel: makes the maps smaller and keeps the strongest response. Padded places never win.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) for channels_first',
    outputShape: '(batch, new height, new width, channels), or with the channels first',
    example: '55 × 55 × 96, window 3 × 3, stride 2: 27 × 27 × 96',
    errors: [
      'The input does not have 4 axes.',
      'The window is larger than the padded input.',
      'Explicit padding is as large as the window or larger.',
    ],
    source: 'Keras 3, keras.layers.MaxPooling2D',
  },
  parameters: poolingParameters(2),
  ...pooling(2, 'max'),
  pytorch: (context, torch) => torchPooling(context, torch, 2, 'max'),
});
