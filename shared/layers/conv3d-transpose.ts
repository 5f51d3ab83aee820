import { torchTransposed } from './arithmetic/convolution-pytorch.ts';
import { transposedConvolution } from './arithmetic/transposed.ts';
import { defineLayer } from './contract.ts';

/** Transposed convolution over three spatial axes. */
export default defineLayer({
  type: 'Conv3DTranspose',
  title: '3-D transposed convolution',
  searchWords: ['deconvolution', 'upsampling', 'decoder', 'fractionally strided'],
  documentation: {
    what: 'The reverse of a convolution: each input element adds a filter, scaled by it, to a larger output, step by step of the stride. It is the gradient of a convolution with the same settings and makes maps larger with learned weights.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) with channels_first',
    outputShape:
      '(batch, new_depth, new_height, new_width, filters), or channels first; same: in × stride, valid: (in − 1) × stride + max(kernel, stride)',
    example:
      '10 × 8 × 12 × 128, 32 filters of 3 × 3 × 3, stride 2, valid: 21 × 17 × 25 × 32, (3 × 3 × 3 × 128 + 1) × 32 = 110,624 parameters',
    errors: [
      'Strides and dilation are both larger than 1.',
      'output_padding is not smaller than the stride.',
      'The number of channels is unknown.',
    ],
    source: 'Keras 3, keras.layers.Conv3DTranspose',
  },
  ...transposedConvolution(3),
  pytorch: (context, torch) => torchTransposed(context, torch, 3),
});
