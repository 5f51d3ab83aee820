import { adaptivePooling, adaptivePoolingParameters } from './arithmetic/pooling-adaptive.ts';
import { torchAdaptivePooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The average of equal parts, as many as wished. */
export default defineLayer({
  type: 'AdaptiveAveragePooling3D',
  title: 'Adaptive average pooling 3-D',
  searchWords: ['subsampling', 'downsampling', 'global', 'avgpool', 'fixed size'],
  documentation: {
    what: 'Averages each of output_size parts into which every spatial axis is divided, so that the output has the same size whatever the input has. Part i of n covers ⌊i · in / n⌋ to ⌈(i + 1) · in / n⌉; parts may overlap.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) with channels_first',
    outputShape: '(batch, output depth, output height, output width, channels), or with the channels first',
    example: '8 × 15 × 15 × 32, output size 2 × 4 × 4: 2 × 4 × 4 × 32',
    errors: ['The input does not have 5 axes.', 'A spatial extent is unknown and output_size is not 1.'],
    source:
      'Keras 3, keras.layers.AdaptiveAveragePooling3D (which has no default for output_size; 1 is ours); PyTorch, AdaptiveAvgPool3d',
  },
  parameters: adaptivePoolingParameters(3),
  ...adaptivePooling(3, 'average'),
  pytorch: (context, torch) => torchAdaptivePooling(context, torch, 3, 'avg'),
});
