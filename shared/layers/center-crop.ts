import type { Dim } from '../document/value.ts';
import { emitResize, inferResize, SIZE_PARAMETERS, smartResize } from './arithmetic/image-resizing.ts';
import { torchImageResizing } from './arithmetic/image-resizing-pytorch.ts';
import { dataFormat, spatialAxesOf, splitShape } from './arithmetic/windows.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';
import { formatExtents } from './formatting.ts';
import type { ParameterValues } from './parameters.ts';

const parameters = { ...SIZE_PARAMETERS, data_format: dataFormat() };

/**
 * Where the crop begins in height and width; null where the image is smaller and must be resized.
 *
 * @param p the wished size
 * @param spatial height and width of the input, known
 */
export function cropStarts(
  p: ParameterValues<typeof parameters>,
  spatial: readonly Dim[],
): readonly [number, number] | null {
  const [rows, columns] = [Number(spatial[0]) - p.height, Number(spatial[1]) - p.width];
  return rows >= 0 && columns >= 0 ? [Math.floor(rows / 2), Math.floor(columns / 2)] : null;
}

/** The middle of images. */
export default defineLayer({
  type: 'CenterCrop',
  category: 'preprocessing',
  title: 'Crop the middle of images',
  searchWords: ['crop', 'cut', 'centre', 'image'],
  documentation: {
    what: 'Keeps the middle height × width of images. An image that is smaller in either direction is cropped to the aspect ratio and enlarged bilinearly instead.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, height, width, channels) of the given size, or channels first',
    example: '256 × 256 × 3, height 224, width 224: 16 pixels less on each side, 224 × 224 × 3',
    errors: ['The input does not have 4 axes.', 'Height or width of the input is unknown.'],
    source: 'Keras 3, keras.layers.CenterCrop (which has no defaults for height and width; 224 is ours)',
  },
  parameters,
  inputs: { min: 1, max: 1 },
  traits: { spatialAxes: (p, rank) => spatialAxesOf(p.data_format, rank) },
  keyParameters: p => formatExtents([p.height, p.width]),
  infer: context => inferResize(smartResize(context.parameters), context),
  onnx(context, graph) {
    const { parameters: p, inputs, inputNames } = context;
    const starts = cropStarts(p, splitShape(inputs[0]?.shape ?? [], 2, p.data_format).spatial);
    if (!starts) return [emitResize(smartResize(p), context, graph)];
    const bounds = [starts, [starts[0] + p.height, starts[1] + p.width], spatialAxesOf(p.data_format, 4)];
    return [graph.node('Slice', [inputNames[0] ?? '', ...bounds.map(list => graph.constant(list, 'int64'))])];
  },
  pytorch(context, torch) {
    const { parameters: p, inputs } = context;
    const starts = cropStarts(p, splitShape(inputs[0]?.shape ?? [], 2, p.data_format).spatial);
    if (!starts) return torchImageResizing(smartResize(p), context, torch);
    const [top, left] = starts;
    const middle = `${top}:${top + p.height}, ${left}:${left + p.width}`;
    return [
      { code: `${torchMaps(torch, p.data_format)}[:, :, ${middle}]`, order: torchOrderOf(p.data_format) },
    ];
  },
});
