import { globalPooling, globalPoolingParameters } from './arithmetic/pooling-global.ts';
import { torchGlobalPooling } from './arithmetic/pooling-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The average of each channel. */
export default defineLayer({
  type: 'GlobalAveragePooling1D',
  category: 'pooling',
  title: 'Global average pooling 1-D',
  searchWords: ['gap', 'global', 'mean'],
  documentation: {
    what: 'Averages each channel over the steps: one number per channel is left, whatever the size of the maps.',
    inputShape: '(batch, length, channels), or (batch, channels, length) for channels_first',
    outputShape: '(batch, channels); with keepdims the pooled axes stay with extent 1',
    example: '100 × 16: 16',
    errors: ['The input does not have 3 axes.'],
    source: 'Keras 3, keras.layers.GlobalAveragePooling1D',
  },
  parameters: globalPoolingParameters(),
  ...globalPooling(1, 'average', { masks: { passes: null, isReader: true } }),
  pytorch: (context, torch) => torchGlobalPooling(context, torch, 1, 'average'),
});
