import { augmentation, factor, formatFactor, IMAGES, SAMPLING } from './arithmetic/augmentation.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { optional, type ParameterValues } from './parameters.ts';

/** At −1 the image would be magnified without end. */
const BOUNDS = [-0.999, 1] as const;

const parameters = {
  height_factor: factor(BOUNDS, {
    default: [-0.1, 0.1],
    doc: 'The range of the change of height: 0.2 shows a fifth more (smaller), −0.2 a fifth less (larger); one number f for −f to f.',
  }),
  width_factor: optional(
    factor(BOUNDS, {
      default: [-0.1, 0.1],
      doc: 'The same for the width; none keeps the aspect ratio.',
    }),
  ),
  ...SAMPLING,
};

/** Images made larger or smaller at random. */
export default defineLayer({
  type: 'RandomZoom',
  title: 'Zoom images at random',
  searchWords: ['augmentation', 'scale', 'magnify', 'image'],
  documentation: {
    ...IMAGES,
    what: 'While training, magnifies or shrinks what each image shows around its middle by a factor drawn evenly from the range; the size in pixels stays. At inference images pass unchanged.',
    example: 'height_factor 0.2: what is seen is 0.8 to 1.2 times the image',
    source: 'Keras 3, keras.layers.RandomZoom (which has no default for height_factor; 0.1 is ours)',
  },
  parameters,
  ...augmentation<ParameterValues<typeof parameters>>(),
  keyParameters: p =>
    keyLine(
      formatFactor(p.height_factor),
      p.width_factor && formatFactor(p.width_factor),
      p.fill_mode !== 'reflect' && p.fill_mode,
    ),
});
