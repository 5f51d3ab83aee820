import { formatShape } from '../document/value.ts';
import { alphaAffine, SELU_SATURATION } from './arithmetic/alpha-dropout.ts';
import { dropRate, SEQUENCE_DISTURBANCE } from './arithmetic/dropout.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { dims, optional } from './parameters.ts';

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Drops elements to SELU's lower limit, and keeps mean and variance. */
export default defineLayer({
  type: 'AlphaDropout',
  category: 'regularization',
  title: 'Alpha dropout',
  searchWords: ['dropout', 'selu', 'self-normalizing', 'overfitting'],
  documentation: {
    what: 'While training, sets elements at random with probability rate to −1.7581, the value at which SELU saturates, and then shifts and scales all by a · x + b so that mean 0 and variance 1 stay as they were. Made for networks with the selu activation. At inference the input passes unchanged.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: 'rate 0.1: a = 0.9213, b = 0.162',
    errors: ['The rate lies outside 0 to 1.', 'The noise shape has another number of axes than the input.'],
    source:
      'Keras 3, keras.layers.AlphaDropout (there the rate must be given); Klambauer et al. 2017, section 2',
  },
  parameters: {
    rate: dropRate(),
    noise_shape: optional(
      dims({
        default: [],
        doc: 'Shape of the random mask with the batch: 1 shares one number along that axis, null takes the extent of the input; none for a mask of the shape of the input.',
      }),
    ),
  },
  ...SEQUENCE_DISTURBANCE,
  keyParameters: p =>
    keyLine(`rate ${p.rate}`, p.noise_shape && `mask ${p.noise_shape.map(dim => dim ?? '?').join('×')}`),
  infer(context) {
    const { noise_shape: mask } = context.parameters;
    const shape = context.inputs[0]?.shape ?? null;
    if (mask && shape && mask.length !== shape.length)
      fail(
        'shape.rank',
        `needs a noise shape of as many axes as its input ${formatShape(shape)}; got ${mask.length}. Write null for the extents of the input.`,
        { title: 'Remove the noise shape', parameters: { noise_shape: undefined } },
      );
    return SEQUENCE_DISTURBANCE.infer(context);
  },
  explain: ({ parameters: { rate } }) => {
    if (rate === 0 || rate === 1) return [];
    const { a, b } = alphaAffine(rate);
    const squared = short(SELU_SATURATION ** 2);
    return [
      {
        title: 'Factor a: 1 / √((1 − rate) · (1 + rate · 1.758²))',
        formula: `1 / √((1 − ${rate}) × (1 + ${rate} × ${squared}))`,
        result: short(a),
      },
      {
        title: 'Shift b: a · 1.758 · rate',
        formula: `${short(a)} × ${short(-SELU_SATURATION)} × ${rate}`,
        result: short(b),
      },
    ];
  },
  pytorch: (context, torch) =>
    torchElementwise(context, x => `${torch.module(`nn.AlphaDropout(${context.parameters.rate})`)}(${x})`),
});
