import { augmentation, factor, formatFactor, IMAGES, SAMPLING } from './arithmetic/augmentation.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { ParameterValues } from './parameters.ts';

const parameters = {
  height_factor: factor([-1, 1], {
    default: [-0.1, 0.1],
    doc: 'The range of the shift down as a fraction of the height; one number f for −f to f.',
  }),
  width_factor: factor([-1, 1], {
    default: [-0.1, 0.1],
    doc: 'The range of the shift to the right as a fraction of the width; one number f for −f to f.',
  }),
  ...SAMPLING,
};

/** Images shifted at random. */
export default defineLayer({
  type: 'RandomTranslation',
  title: 'Shift images at random',
  searchWords: ['augmentation', 'translate', 'move', 'image'],
  documentation: {
    ...IMAGES,
    what: 'While training, shifts each image down and to the right by distances drawn evenly from the ranges. At inference images pass unchanged.',
    example: '100 × 100, factors 0.1: shifted by up to 10 pixels in each direction',
    source: 'Keras 3, keras.layers.RandomTranslation (which has no defaults for the factors; 0.1 is ours)',
  },
  parameters,
  ...augmentation<ParameterValues<typeof parameters>>(),
  keyParameters: p =>
    keyLine(
      formatFactor(p.height_factor),
      formatFactor(p.width_factor),
      p.fill_mode !== 'reflect' && p.fill_mode,
    ),
});
