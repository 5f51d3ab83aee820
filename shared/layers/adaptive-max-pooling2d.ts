import { adaptivePooling, adaptivePoolingParameters } from './arithmetic/pooling-adaptive.ts';
import { torchAdaptivePooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The maximum of equal parts, as many as wished. */
export default defineLayer({
  type: 'AdaptiveMaxPooling2D',
  title: 'Adaptive max pooling 2-D',
  searchWords: ['subsampling', 'downsampling', 'global', 'maxpool', 'fixed size'],
  documentation: {
    what: 'Takes the largest element of each of output_size parts into which every spatial axis is divided, so that the output has the same size whatever the input has. Part i of n covers ⌊i · in / n⌋ to ⌈(i + 1) · in / n⌉; parts may overlap.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, output height, output width, channels), or with the channels first',
    example: "13 × 13 × 256, output size 6 × 6: 6 × 6 × 256, as torchvision's AlexNet",
    errors: ['The input does not have 4 axes.', 'A spatial extent is unknown and output_size is not 1.'],
    source:
      'Keras 3, keras.layers.AdaptiveMaxPooling2D (which has no default for output_size; 1 is ours); PyTorch, AdaptiveMaxPool2d',
  },
  parameters: adaptivePoolingParameters(2),
  ...adaptivePooling(2, 'max'),
  pytorch: (context, torch) => torchAdaptivePooling(context, torch, 2, 'max'),
});
