import { SEQUENCE_DISTURBANCE } from './arithmetic/dropout.ts';
import { torchNoise } from './arithmetic/spatial-pytorch.ts';
import { defineLayer } from './contract.ts';
import { number } from './parameters.ts';

/** Adds normal noise of mean 0 while training. */
export default defineLayer({
  type: 'GaussianNoise',
  category: 'regularization',
  title: 'Gaussian noise',
  searchWords: ['augmentation', 'jitter', 'overfitting'],
  documentation: {
    what: 'While training, adds normal random numbers of mean 0 and standard deviation stddev to every element: x + N(0, stddev²). At inference the input passes unchanged.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: 'spectra of 1,000 × 1, stddev 0.1: each element moves by about 0.1',
    errors: ['The standard deviation is negative.'],
    source: 'Keras 3, keras.layers.GaussianNoise (which has no default for stddev; 0.1 is ours)',
  },
  parameters: {
    stddev: number({ default: 0.1, min: 0, doc: 'Standard deviation of the noise.' }),
  },
  ...SEQUENCE_DISTURBANCE,
  pytorch: (context, torch) => torchNoise(context, torch, 'GaussianNoise', context.parameters.stddev),
  keyParameters: p => `stddev ${p.stddev}`,
});
