import { dropRate, spatialDropout } from './arithmetic/dropout.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Drops whole channels at random while training. */
export default defineLayer({
  type: 'SpatialDropout1D',
  category: 'regularization',
  title: 'Spatial dropout 1-D',
  searchWords: ['dropout', 'channel dropout', 'overfitting'],
  documentation: {
    what: 'While training, sets whole channels to zero at random with probability rate, anew for each sample, and multiplies the others by 1 / (1 − rate). Neighbouring elements of a map are alike, so that dropping single ones regularizes little. At inference the input passes unchanged.',
    inputShape: '(batch, length, channels)',
    outputShape: 'the same as the input',
    example: '100 × 16, rate 0.5: 8 of the 16 channels on average',
    errors: ['The input does not have 3 axes.'],
    source: 'Keras 3, keras.layers.SpatialDropout1D; Tompson et al. 2014',
  },
  parameters: { rate: dropRate() },
  ...spatialDropout(1),
  pytorch: ({ parameters: p }, torch) => {
    const module = torch.module(`nn.Dropout1d(${p.rate})`);
    return [
      { code: `${module}(${torchMaps(torch, 'channels_last')})`, order: torchOrderOf('channels_last') },
    ];
  },
});
