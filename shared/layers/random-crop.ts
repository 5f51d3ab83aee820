import { IMAGES } from './arithmetic/augmentation.ts';
import { emitResize, inferResize, SIZE_PARAMETERS, smartResize } from './arithmetic/image-resizing.ts';
import { dataFormat, spatialAxesOf } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { formatExtents } from './formatting.ts';

/** A random part of images. */
export default defineLayer({
  type: 'RandomCrop',
  category: 'preprocessing',
  title: 'Crop a random part of images',
  searchWords: ['augmentation', 'crop', 'cut', 'image'],
  documentation: {
    inputShape: IMAGES.inputShape,
    what: 'While training, cuts a part of height × width from a random place, the same for the whole batch. At inference, and where the image is not larger, the middle part of the wished aspect ratio is resized bilinearly.',
    outputShape: '(batch, height, width, channels) of the given size, or channels first',
    example: '256 × 256 × 3, height 224, width 224: 224 × 224 × 3 from one of 33 × 33 places',
    errors: ['The input does not have 4 axes.', 'Height or width of the input is unknown.'],
    source:
      'Keras 3, documentation of keras.layers.RandomCrop (which has no defaults for height and width; 224 is ours); Keras 3.15 itself leaves the images as they are at inference',
  },
  parameters: { ...SIZE_PARAMETERS, data_format: dataFormat() },
  inputs: { min: 1, max: 1 },
  traits: {
    isRandom: true,
    hasTrainingMode: true,
    spatialAxes: (p, rank) => spatialAxesOf(p.data_format, rank),
  },
  keyParameters: p => formatExtents([p.height, p.width]),
  infer: context => inferResize(smartResize(context.parameters), context),
  onnx: (context, graph) => [emitResize(smartResize(context.parameters), context, graph)],
});
