import { RESAMPLINGS } from './arithmetic/axis-map.ts';
import { torchResample } from './arithmetic/resizing-pytorch.ts';
import { type Interpolation, upsampling } from './arithmetic/spatial.ts';
import { torchUpsampling } from './arithmetic/spatial-pytorch.ts';
import { type DataFormat, dataFormat, splitShape } from './arithmetic/windows.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';
import { choice, integers } from './parameters.ts';

interface UpSampling2DParameters {
  readonly size: readonly number[];
  readonly data_format: DataFormat;
  readonly interpolation: Interpolation;
}

/** Makes height and width larger by a whole factor. */
export default defineLayer({
  type: 'UpSampling2D',
  title: '2-D upsampling',
  searchWords: ['resize', 'enlarge', 'repeat', 'unpool', 'bilinear', 'nearest'],
  documentation: {
    what: 'Makes height and width larger by whole factors: nearest repeats rows and columns, bilinear, bicubic and Lanczos interpolate between pixel centres.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, new_height, new_width, channels), or channels first; size in × factor',
    example: '14 × 14 × 64, size 2: 28 × 28 × 64',
    errors: [
      'The input has the wrong number of axes.',
      'A spatial extent is unknown, and bicubic or Lanczos interpolation needs it.',
    ],
    source: 'Keras 3, keras.layers.UpSampling2D',
  },
  parameters: {
    size: integers(2, { default: [2, 2], min: 1, doc: 'Factor of each spatial axis.' }),
    data_format: dataFormat(),
    interpolation: choice(RESAMPLINGS, {
      default: 'nearest',
      doc: 'Whether new pixels repeat their neighbour or are interpolated between pixel centres.',
    }),
  },
  ...upsampling(
    2,
    (p: UpSampling2DParameters) => p.data_format,
    (p: UpSampling2DParameters) => p.interpolation,
  ),
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const { interpolation: method, data_format: format } = p;
    if (method === 'nearest' || method === 'bilinear')
      return torchUpsampling(torch, format, p.size, method === 'nearest');
    const { spatial } = splitShape(input?.shape ?? [], 2, format);
    const size = spatial.map((extent, axis) => Number(extent) * (p.size[axis] ?? 1));
    const code = torchResample(torch, torchMaps(torch, format), size, method, false, false);
    return [{ code, order: torchOrderOf(format) }];
  },
});
