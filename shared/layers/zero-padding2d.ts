import { zeroPadding } from './arithmetic/spatial.ts';
import { torchPad } from './arithmetic/spatial-pytorch.ts';
import { dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { sides } from './parameters.ts';

/** Zeros around height and width. */
export default defineLayer({
  type: 'ZeroPadding2D',
  title: '2-D zero padding',
  searchWords: ['pad', 'border', 'zeros'],
  documentation: {
    what: 'Puts zeros before and after height and width; the channels stay.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, new_height, new_width, channels), or channels first; size in + before + after',
    example: '224 × 224 × 3, padding 3: 230 × 230 × 3',
    errors: ['The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.ZeroPadding2D',
  },
  parameters: {
    padding: sides(2, {
      default: [
        [1, 1],
        [1, 1],
      ],
      doc: 'Zeros per side: [[top, bottom], [left, right]].',
    }),
    data_format: dataFormat(),
  },
  ...zeroPadding(2),
  pytorch: ({ parameters: p }, torch) => torchPad(torch, p.data_format, p.padding, 1),
});
