import { globalPooling, globalPoolingParameters } from './arithmetic/pooling-global.ts';
import { torchGlobalPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The largest element of each channel. */
export default defineLayer({
  type: 'GlobalMaxPooling2D',
  category: 'pooling',
  title: 'Global max pooling 2-D',
  searchWords: ['gmp', 'global'],
  documentation: {
    what: 'Takes the largest element of each channel over the height and width: one number per channel is left, whatever the size of the maps.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) for channels_first',
    outputShape: '(batch, channels); with keepdims the pooled axes stay with extent 1',
    example: '7 × 7 × 1,024: 1,024',
    errors: ['The input does not have 4 axes.'],
    source: 'Keras 3, keras.layers.GlobalMaxPooling2D',
  },
  parameters: globalPoolingParameters(),
  ...globalPooling(2, 'max'),
  pytorch: (context, torch) => torchGlobalPooling(context, torch, 2, 'max'),
});
