import { augmentation, factor, formatFactor, IMAGES, valueRange } from './arithmetic/augmentation.ts';
import { dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { ParameterValues } from './parameters.ts';

const parameters = {
  factor: factor([-1, 1], {
    default: [-0.2, 0.2],
    doc: 'The range of what is added as a fraction of value_range; one number f for −f to f.',
  }),
  value_range: valueRange(),
  data_format: dataFormat(),
};

/** Change brightness at random. */
export default defineLayer({
  type: 'RandomBrightness',
  title: 'Change brightness at random',
  searchWords: ['augmentation', 'brightness', 'light', 'color', 'image'],
  documentation: {
    ...IMAGES,
    what: 'While training, adds to each image a number drawn evenly from the factor range times the width of value_range, kept within value_range. At inference images pass unchanged.',
    example: 'factor 0.2, values 0 to 255: −51 to 51 is added',
    source: 'Keras 3, keras.layers.RandomBrightness (which has no default for factor; 0.2 is ours)',
  },
  parameters,
  ...augmentation<ParameterValues<typeof parameters>>(),
  keyParameters: p =>
    keyLine(
      formatFactor(p.factor),
      p.value_range.join() !== '0,255' && `values ${p.value_range.join(' … ')}`,
    ),
});
