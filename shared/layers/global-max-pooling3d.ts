import { globalPooling, globalPoolingParameters } from './arithmetic/pooling-global.ts';
import { torchGlobalPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The largest element of each channel. */
export default defineLayer({
  type: 'GlobalMaxPooling3D',
  category: 'pooling',
  title: 'Global max pooling 3-D',
  searchWords: ['gmp', 'global'],
  documentation: {
    what: 'Takes the largest element of each channel over the depth, height and width: one number per channel is left, whatever the size of the maps.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) for channels_first',
    outputShape: '(batch, channels); with keepdims the pooled axes stay with extent 1',
    example: '2 × 7 × 7 × 64: 64',
    errors: ['The input does not have 5 axes.'],
    source: 'Keras 3, keras.layers.GlobalMaxPooling3D',
  },
  parameters: globalPoolingParameters(),
  ...globalPooling(3, 'max'),
  pytorch: (context, torch) => torchGlobalPooling(context, torch, 3, 'max'),
});
