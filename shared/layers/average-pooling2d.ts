import { pooling, poolingParameters } from './arithmetic/pooling.ts';
import { torchPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The average of each window; padding is not counted. */
export default defineLayer({
  type: 'AveragePooling2D',
  category: 'pooling',
  title: 'Average pooling 2-D',
  searchWords: ['subsampling', 'downsampling', 'mean', 'avgpool'],
  documentation: {
    what: 'Averages the elements of each window, channel by channel. Padded places are not counted: the average runs over the elements inside the input.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) for channels_first',
    outputShape: '(batch, new height, new width, channels), or with the channels first',
    example: '55 × 55 × 96, window 3 × 3, stride 2: 27 × 27 × 96',
    errors: [
      'The input does not have 4 axes.',
      'The window is larger than the padded input.',
      'Explicit padding is as large as the window or larger.',
    ],
    source: 'Keras 3, keras.layers.AveragePooling2D',
  },
  parameters: poolingParameters(2),
  ...pooling(2, 'average'),
  pytorch: (context, torch) => torchPooling(context, torch, 2, 'average'),
});
