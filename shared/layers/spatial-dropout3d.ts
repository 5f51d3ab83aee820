import { dropRate, spatialDropout } from './arithmetic/dropout.ts';
import { dataFormat } from './arithmetic/windows.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Drops whole channels at random while training. */
export default defineLayer({
  type: 'SpatialDropout3D',
  category: 'regularization',
  title: 'Spatial dropout 3-D',
  searchWords: ['dropout', 'channel dropout', 'overfitting'],
  documentation: {
    what: 'While training, sets whole channels to zero at random with probability rate, anew for each sample, and multiplies the others by 1 / (1 − rate). Neighbouring elements of a map are alike, so that dropping single ones regularizes little. At inference the input passes unchanged.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) for channels_first',
    outputShape: 'the same as the input',
    example: '8 × 56 × 56 × 32, rate 0.5: 16 of the 32 channels are kept on average',
    errors: ['The input does not have 5 axes.'],
    source: 'Keras 3, keras.layers.SpatialDropout3D; Tompson et al. 2014',
  },
  parameters: { rate: dropRate(), data_format: dataFormat() },
  ...spatialDropout(3),
  pytorch: ({ parameters: p }, torch) => {
    const module = torch.module(`nn.Dropout3d(${p.rate})`);
    return [{ code: `${module}(${torchMaps(torch, p.data_format)})`, order: torchOrderOf(p.data_format) }];
  },
});
