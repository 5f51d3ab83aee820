import { augmentation, IMAGES } from './arithmetic/augmentation.ts';
import { dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { choice, type ParameterValues } from './parameters.ts';

const parameters = {
  mode: choice(['horizontal_and_vertical', 'horizontal', 'vertical'], {
    default: 'horizontal_and_vertical',
    doc: 'Whether images are flipped left to right, upside down, or each with an even chance of its own.',
  }),
  data_format: dataFormat(),
};

/** Images flipped at random. */
export default defineLayer({
  type: 'RandomFlip',
  title: 'Flip images at random',
  searchWords: ['augmentation', 'mirror', 'horizontal', 'vertical', 'image'],
  documentation: {
    ...IMAGES,
    what: 'While training, flips each image with an even chance left to right, upside down, or both. At inference images pass unchanged.',
    example: '32 × 32 × 3, horizontal: half of the images of a batch are mirrored',
    source: 'Keras 3, keras.layers.RandomFlip',
  },
  parameters,
  ...augmentation<ParameterValues<typeof parameters>>(),
  keyParameters: p => p.mode.replaceAll('_', ' '),
});
