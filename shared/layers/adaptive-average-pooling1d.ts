import { adaptivePooling, adaptivePoolingParameters } from './arithmetic/pooling-adaptive.ts';
import { torchAdaptivePooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The average of equal parts, as many as wished. */
export default defineLayer({
  type: 'AdaptiveAveragePooling1D',
  title: 'Adaptive average pooling 1-D',
  searchWords: ['subsampling', 'downsampling', 'global', 'avgpool', 'fixed size'],
  documentation: {
    what: 'Averages each of output_size parts into which every spatial axis is divided, so that the output has the same size whatever the input has. Part i of n covers ⌊i · in / n⌋ to ⌈(i + 1) · in / n⌉; parts may overlap.',
    inputShape: '(batch, length, channels), or (batch, channels, length) with channels_first',
    outputShape: '(batch, output_size, channels), or with the channels first',
    example: '32 × 64, output size 4: parts of 8 steps, 4 × 64',
    errors: ['The input does not have 3 axes.', 'A spatial extent is unknown and output_size is not 1.'],
    source:
      'Keras 3, keras.layers.AdaptiveAveragePooling1D (which has no default for output_size; 1 is ours); PyTorch, AdaptiveAvgPool1d',
  },
  parameters: adaptivePoolingParameters(1),
  ...adaptivePooling(1, 'average'),
  pytorch: (context, torch) => torchAdaptivePooling(context, torch, 1, 'avg'),
});
