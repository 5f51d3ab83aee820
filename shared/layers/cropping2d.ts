import { cropping } from './arithmetic/spatial.ts';
import { torchPad } from './arithmetic/spatial-pytorch.ts';
import { type DataFormat, dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { type Sides, sides } from './parameters.ts';

/** Cuts off the ends of height and width. */
export default defineLayer({
  type: 'Cropping2D',
  title: '2-D cropping',
  searchWords: ['crop', 'cut', 'trim', 'slice'],
  documentation: {
    what: 'Cuts elements off before and after height and width; the channels stay.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, new_height, new_width, channels), or channels first; size in − before − after',
    example: '28 × 28 × 3, cropping [[2, 2], [4, 4]]: 24 × 20 × 3',
    errors: ['As much is cut off as there is.', 'The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.Cropping2D',
  },
  parameters: {
    cropping: sides(2, {
      default: [
        [0, 0],
        [0, 0],
      ],
      doc: 'Elements cut off per side: [[top, bottom], [left, right]].',
    }),
    data_format: dataFormat(),
  },
  ...cropping(2, (p: { readonly cropping: Sides; readonly data_format: DataFormat }) => p.data_format),
  pytorch: ({ parameters: p }, torch) => torchPad(torch, p.data_format, p.cropping, -1),
});
