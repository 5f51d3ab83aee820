import { SEQUENCE_DISTURBANCE } from './arithmetic/dropout.ts';
import { torchNoise } from './arithmetic/spatial-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { number } from './parameters.ts';

/** Multiplies by normal noise of mean 1 while training. */
export default defineLayer({
  type: 'GaussianDropout',
  category: 'regularization',
  title: 'Gaussian dropout',
  searchWords: ['dropout', 'multiplicative noise', 'overfitting'],
  documentation: {
    what: 'While training, multiplies every element by a normal random number of mean 1 and standard deviation √(rate / (1 − rate)): as much noise as dropout of that rate. At inference the input passes unchanged.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: 'rate 0.5: standard deviation √(0.5 / 0.5) = 1',
    errors: ['The rate is 1: the noise would be infinite.'],
    source: 'Keras 3, keras.layers.GaussianDropout; Srivastava et al. 2014',
  },
  parameters: {
    rate: number({
      default: 0.5,
      min: 0,
      max: 1,
      doc: 'Dropout rate with the same amount of noise, from 0 to below 1.',
    }),
  },
  ...SEQUENCE_DISTURBANCE,
  pytorch: (context, torch) => torchNoise(context, torch, 'GaussianDropout', context.parameters.rate),
  keyParameters: p => `rate ${p.rate}`,
  infer(context) {
    if (context.parameters.rate >= 1)
      fail('parameter.value', 'needs a rate below 1; got 1, which is infinite noise. Use 0.5, say.', {
        title: 'Set rate to its default',
        parameters: { rate: undefined },
      });
    return SEQUENCE_DISTURBANCE.infer(context);
  },
  explain: ({ parameters: { rate } }) => [
    {
      title: 'Standard deviation of the factor: √(rate / (1 − rate))',
      formula: `√(${rate} / (1 − ${rate}))`,
      result: String(Number(Math.sqrt(rate / (1 - rate)).toPrecision(4))),
    },
  ],
});
