import { pooling, poolingParameters } from './arithmetic/pooling.ts';
import { torchPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The square root of the sum of squares of each window. */
export default defineLayer({
  type: 'L2Pooling2D',
  category: 'pooling',
  title: 'L2 pooling 2-D',
  searchWords: ['square-sum', 'square sum', 'root of squares', 'subsampling', 'lppool', 'energy'],
  documentation: {
    what: 'Takes the square root of the sum of the squared elements of each window, √(Σ x²), channel by channel; padding counts as zero.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) for channels_first',
    outputShape: '(batch, new height, new width, channels), or with the channels first',
    example: '55 × 55 × 96, window 3 × 3, stride 2: 27 × 27 × 96',
    errors: [
      'The input does not have 4 axes.',
      'The window is larger than the padded input.',
      'Explicit padding is as large as the window or larger.',
    ],
    source: 'ONNX, LpPool with p = 2; parameters as in Keras 3, keras.layers.AveragePooling2D',
  },
  parameters: poolingParameters(2),
  ...pooling(2, 'l2'),
  pytorch: (context, torch) => torchPooling(context, torch, 2, 'l2'),
});
