import { pooling, poolingParameters } from './arithmetic/pooling.ts';
import { torchPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The sum of each window. */
export default defineLayer({
  type: 'SumPooling2D',
  category: 'pooling',
  title: 'Sum pooling 2-D',
  searchWords: ['subsampling', 'downsampling', 'add'],
  documentation: {
    what: 'Adds up the elements of each window, channel by channel; padding counts as zero. It is average pooling of a full window times the size of the window.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) for channels_first',
    outputShape: '(batch, new height, new width, channels), or with the channels first',
    example: '55 × 55 × 96, window 3 × 3, stride 2: 27 × 27 × 96',
    errors: [
      'The input does not have 4 axes.',
      'The window is larger than the padded input.',
      'Explicit padding is as large as the window or larger.',
    ],
    source: "Netloom's own; parameters as in Keras 3, keras.layers.AveragePooling2D",
  },
  parameters: poolingParameters(2),
  ...pooling(2, 'sum'),
  pytorch: (context, torch) => torchPooling(context, torch, 2, 'sum'),
});
