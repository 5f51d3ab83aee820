import { RESAMPLINGS } from './arithmetic/axis-map.ts';
import {
  emitResize,
  explainResize,
  inferResize,
  type Resize,
  SIZE_PARAMETERS,
} from './arithmetic/image-resizing.ts';
import { torchImageResizing } from './arithmetic/image-resizing-pytorch.ts';
import { dataFormat, spatialAxesOf } from './arithmetic/windows.ts';
import { defineLayer, fail } from './contract.ts';
import { formatExtents, keyLine } from './formatting.ts';
import { boolean, choice, number, type ParameterValues } from './parameters.ts';

const parameters = {
  ...SIZE_PARAMETERS,
  interpolation: choice(RESAMPLINGS, {
    default: 'bilinear',
    doc: 'How new pixels come about from old ones.',
  }),
  crop_to_aspect_ratio: boolean({
    default: false,
    doc: 'Whether the image is cropped to the wished aspect ratio first instead of being stretched.',
  }),
  pad_to_aspect_ratio: boolean({
    default: false,
    doc: 'Whether the image is padded to the wished aspect ratio first instead of being stretched.',
  }),
  fill_mode: choice(['constant'], { default: 'constant', doc: 'What is padded: one number.' }),
  fill_value: number({ default: 0, doc: 'The number that is padded.' }),
  antialias: boolean({ default: false, doc: 'Whether an image that shrinks is smoothed first.' }),
  data_format: dataFormat(),
};

/** How the layer resizes, in the words of the shared arithmetic. */
export function resizeOf(p: ParameterValues<typeof parameters>): Resize {
  const fit = p.crop_to_aspect_ratio ? 'crop' : p.pad_to_aspect_ratio ? 'pad' : 'stretch';
  return { ...p, fit, fillValue: p.fill_value };
}

/** Images of another size. */
export default defineLayer({
  type: 'Resizing',
  category: 'preprocessing',
  title: 'Resize images',
  searchWords: ['resize', 'scale', 'interpolate', 'bilinear', 'bicubic', 'lanczos', 'image'],
  documentation: {
    what: 'Brings images to a given height and width. Output pixel i lies at (i + 0.5) · in / out − 0.5 of the input; bilinear, bicubic and Lanczos mix the pixels around, nearest takes one. Images of another aspect ratio are stretched, cropped or padded.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, height, width, channels) of the given size, or channels first',
    example: '300 × 400 × 3, height 224, width 224: 224 × 224 × 3',
    errors: [
      'The input does not have 4 axes.',
      'Both crop_to_aspect_ratio and pad_to_aspect_ratio are set.',
      'Height or width of the input is unknown, and the way of resizing needs it.',
    ],
    source: 'Keras 3, keras.layers.Resizing (which has no defaults for height and width; 224 is ours)',
  },
  parameters,
  inputs: { min: 1, max: 1 },
  traits: { spatialAxes: (p, rank) => spatialAxesOf(p.data_format, rank) },
  keyParameters: p =>
    keyLine(
      formatExtents([p.height, p.width]),
      p.interpolation !== 'bilinear' && p.interpolation,
      p.crop_to_aspect_ratio && 'crop',
      p.pad_to_aspect_ratio && 'pad',
    ),
  infer(context) {
    const { parameters: p } = context;
    if (p.crop_to_aspect_ratio && p.pad_to_aspect_ratio)
      fail(
        'parameter.conflict',
        'needs at most one of crop_to_aspect_ratio and pad_to_aspect_ratio; got both. Set one of them to false.',
        { title: 'Do not pad', parameters: { pad_to_aspect_ratio: undefined } },
      );
    return inferResize(resizeOf(p), context);
  },
  explain: context => explainResize(resizeOf(context.parameters), context),
  onnx: (context, graph) => [emitResize(resizeOf(context.parameters), context, graph)],
  pytorch: (context, torch) => torchImageResizing(resizeOf(context.parameters), context, torch),
});
