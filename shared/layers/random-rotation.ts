import { augmentation, factor, formatFactor, IMAGES, SAMPLING } from './arithmetic/augmentation.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { ParameterValues } from './parameters.ts';

const parameters = {
  factor: factor([-1, 1], {
    default: [-0.1, 0.1],
    doc: 'The range of the angle as a fraction of a full turn, against the clock; one number f for −f to f.',
  }),
  ...SAMPLING,
};

/** Images turned at random. */
export default defineLayer({
  type: 'RandomRotation',
  title: 'Turn images at random',
  searchWords: ['augmentation', 'rotate', 'angle', 'image'],
  documentation: {
    ...IMAGES,
    what: 'While training, turns each image around its middle by an angle drawn evenly from the range. At inference images pass unchanged.',
    example: 'factor 0.1: turned by −36° to 36°',
    source: 'Keras 3, keras.layers.RandomRotation (which has no default for factor; 0.1 is ours)',
  },
  parameters,
  ...augmentation<ParameterValues<typeof parameters>>(),
  keyParameters: p => keyLine(formatFactor(p.factor), p.fill_mode !== 'reflect' && p.fill_mode),
});
