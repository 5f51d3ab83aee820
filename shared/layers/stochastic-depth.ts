import { DISTURBANCE } from './arithmetic/dropout.ts';
import { torchNoise } from './arithmetic/spatial-pytorch.ts';
import { defineLayer } from './contract.ts';
import { number } from './parameters.ts';

/** Drops a residual branch for whole samples while training. */
export default defineLayer({
  type: 'StochasticDepth',
  category: 'regularization',
  title: 'Stochastic depth',
  searchWords: ['drop path', 'droppath', 'convnext', 'residual branch', 'dropout'],
  documentation: {
    what: 'While training, sets whole samples to zero at random with probability drop_path_rate and divides the others by 1 − drop_path_rate. Put at the end of a residual branch, it skips the branch for some samples. At inference the input passes unchanged.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: 'drop_path_rate 0.1: nine branches of ten are kept, multiplied by 1.111',
    errors: ['The rate lies outside 0 to 1.'],
    source: 'keras.applications.convnext, StochasticDepth; Huang et al. 2016',
  },
  parameters: {
    drop_path_rate: number({
      default: 0.1,
      min: 0,
      max: 1,
      doc: 'Probability that a sample is dropped while training, from 0 to 1.',
    }),
  },
  ...DISTURBANCE,
  keyParameters: p => `rate ${p.drop_path_rate}`,
  keras({ parameters: p, inputs: [input], tensors }, graph) {
    const noise_shape = (input?.shape ?? []).map((_, axis) => (axis === 0 ? null : 1));
    return [graph.layer('Dropout', { rate: p.drop_path_rate, noise_shape }, tensors)];
  },
  pytorch: (context, torch) =>
    torchNoise(context, torch, 'StochasticDepth', context.parameters.drop_path_rate),
});
