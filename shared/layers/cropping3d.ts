import { cropping } from './arithmetic/spatial.ts';
import { torchPad } from './arithmetic/spatial-pytorch.ts';
import { type DataFormat, dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { type Sides, sides } from './parameters.ts';

/** Cuts off the ends of depth, height and width. */
export default defineLayer({
  type: 'Cropping3D',
  title: '3-D cropping',
  searchWords: ['crop', 'cut', 'trim', 'slice'],
  documentation: {
    what: 'Cuts elements off before and after depth, height and width; the channels stay.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) with channels_first',
    outputShape:
      '(batch, new_depth, new_height, new_width, channels), or channels first; size in − before − after',
    example: '28 × 28 × 10 × 3, cropping [[2, 4], [2, 2], [1, 0]]: 22 × 24 × 9 × 3',
    errors: ['As much is cut off as there is.', 'The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.Cropping3D',
  },
  parameters: {
    cropping: sides(3, {
      default: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      doc: 'Elements cut off per side: [[front, back], [top, bottom], [left, right]].',
    }),
    data_format: dataFormat(),
  },
  ...cropping(3, (p: { readonly cropping: Sides; readonly data_format: DataFormat }) => p.data_format),
  pytorch: ({ parameters: p }, torch) => torchPad(torch, p.data_format, p.cropping, -1),
});
