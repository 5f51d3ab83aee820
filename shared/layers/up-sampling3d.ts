import { upsampling } from './arithmetic/spatial.ts';
import { torchUpsampling } from './arithmetic/spatial-pytorch.ts';
import { type DataFormat, dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { integers } from './parameters.ts';

/** Makes depth, height and width larger by a whole factor. */
export default defineLayer({
  type: 'UpSampling3D',
  title: '3-D upsampling',
  searchWords: ['resize', 'enlarge', 'repeat', 'unpool'],
  documentation: {
    what: 'Repeats each element along depth, height and width as often as size says.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) with channels_first',
    outputShape: '(batch, new_depth, new_height, new_width, channels), or channels first; size in × factor',
    example: '4 × 7 × 7 × 64, size 2: 8 × 14 × 14 × 64',
    errors: ['The input has the wrong number of axes.'],
    source: 'Keras 3, keras.layers.UpSampling3D',
  },
  parameters: {
    size: integers(3, { default: [2, 2, 2], min: 1, doc: 'Factor of each spatial axis.' }),
    data_format: dataFormat(),
  },
  ...upsampling(
    3,
    (p: { readonly size: readonly number[]; readonly data_format: DataFormat }) => p.data_format,
    () => 'nearest',
  ),
  pytorch: ({ parameters: p }, torch) => torchUpsampling(torch, p.data_format, p.size, true),
});
