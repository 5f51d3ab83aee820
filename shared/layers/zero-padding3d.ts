import { zeroPadding } from './arithmetic/spatial.ts';
import { torchPad } from './arithmetic/spatial-pytorch.ts';
import { dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { sides } from './parameters.ts';

/** Zeros around depth, height and width. */
export default defineLayer({
  type: 'ZeroPadding3D',
  title: '3-D zero padding',
  searchWords: ['pad', 'border', 'zeros'],
  documentation: {
    what: 'Puts zeros before and after depth, height and width; the channels stay.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) with channels_first',
    outputShape:
      '(batch, new_depth, new_height, new_width, channels), or channels first; size in + before + after',
    example: '16 × 112 × 112 × 3, padding 1: 18 × 114 × 114 × 3',
    errors: ['The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.ZeroPadding3D',
  },
  parameters: {
    padding: sides(3, {
      default: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      doc: 'Zeros per side: [[front, back], [top, bottom], [left, right]].',
    }),
    data_format: dataFormat(),
  },
  ...zeroPadding(3),
  pytorch: ({ parameters: p }, torch) => torchPad(torch, p.data_format, p.padding, 1),
});
