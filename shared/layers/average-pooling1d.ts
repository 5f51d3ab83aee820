import { pooling, poolingParameters } from './arithmetic/pooling.ts';
import { torchPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The average of each window; padding is not counted. */
export default defineLayer({
  type: 'AveragePooling1D',
  category: 'pooling',
  title: 'Average pooling 1-D',
  searchWords: ['subsampling', 'downsampling', 'mean', 'avgpool'],
  documentation: {
    what: 'Averages the elements of each window, channel by channel. Padded places are not counted: the average runs over the elements inside the input.',
    inputShape: '(batch, length, channels), or (batch, channels, length) for channels_first',
    outputShape: '(batch, new length, channels), or with the channels first',
    example: '100 × 16, window 2: 50 × 16',
    errors: [
      'The input does not have 3 axes.',
      'The window is larger than the padded input.',
      'Explicit padding is as large as the window or larger.',
    ],
    source: 'Keras 3, keras.layers.AveragePooling1D',
  },
  parameters: poolingParameters(1),
  ...pooling(1, 'average'),
  pytorch: (context, torch) => torchPooling(context, torch, 1, 'average'),
});
