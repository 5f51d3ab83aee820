import { globalPooling, globalPoolingParameters } from './arithmetic/pooling-global.ts';
import { torchGlobalPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The average of each channel. */
export default defineLayer({
  type: 'GlobalAveragePooling2D',
  category: 'pooling',
  title: 'Global average pooling 2-D',
  searchWords: ['gap', 'global', 'mean'],
  documentation: {
    what: 'Averages each channel over the height and width: one number per channel is left, whatever the size of the maps.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) for channels_first',
    outputShape: '(batch, channels); with keepdims the pooled axes stay with extent 1',
    example: '7 × 7 × 1,024: 1,024',
    errors: ['The input does not have 4 axes.'],
    source: 'Keras 3, keras.layers.GlobalAveragePooling2D',
  },
  parameters: globalPoolingParameters(),
  ...globalPooling(2, 'average'),
  pytorch: (context, torch) => torchGlobalPooling(context, torch, 2, 'average'),
});
