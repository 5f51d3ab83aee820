import { augmentation, factor, formatFactor, IMAGES, valueRange } from './arithmetic/augmentation.ts';
import { dataFormat } from './arithmetic/windows.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { ParameterValues } from './parameters.ts';

const parameters = {
  factor: factor([0, 1], {
    default: [0, 0.2],
    doc: 'How far the contrast may fall and rise; one number f for 0 and f.',
  }),
  value_range: valueRange(),
  data_format: dataFormat(),
};

/** Change contrast at random. */
export default defineLayer({
  type: 'RandomContrast',
  title: 'Change contrast at random',
  searchWords: ['augmentation', 'contrast', 'color', 'image'],
  documentation: {
    ...IMAGES,
    what: 'While training, moves the values of each image away from the mean of each channel, or towards it: (x − mean) · f + mean with f drawn evenly from 1 − first to 1 + second factor, kept within value_range. One number f is read as 0 to f, as Keras does. At inference images pass unchanged.',
    example: 'factor 0.2: the contrast is 1 to 1.2 times as strong',
    source: 'Keras 3, keras.layers.RandomContrast (which has no default for factor; 0.2 is ours)',
  },
  parameters,
  ...augmentation<ParameterValues<typeof parameters>>(),
  keyParameters: p =>
    keyLine(
      formatFactor(p.factor),
      p.value_range.join() !== '0,255' && `values ${p.value_range.join(' … ')}`,
    ),
});
