import { zeroPadding } from './arithmetic/spatial.ts';
import { torchPad } from './arithmetic/spatial-pytorch.ts';
import { dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { sides } from './parameters.ts';

/** Zeros around length. */
export default defineLayer({
  type: 'ZeroPadding1D',
  title: '1-D zero padding',
  searchWords: ['pad', 'border', 'zeros'],
  documentation: {
    what: 'Puts zeros before and after length; the channels stay.',
    inputShape: '(batch, length, channels), or (batch, channels, length) with channels_first',
    outputShape: '(batch, new_length, channels), or channels first; size in + before + after',
    example: '100 × 8, padding 3: 106 × 8',
    errors: ['The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.ZeroPadding1D',
  },
  parameters: {
    padding: sides(1, { default: [[1, 1]], doc: 'Zeros per side: [[before, after]].' }),
    data_format: dataFormat(),
  },
  ...zeroPadding(1),
  kerasConfig: ({ parameters: p }) => ({ padding: p.padding[0] }),
  pytorch: ({ parameters: p }, torch) => torchPad(torch, p.data_format, p.padding, 1),
});
