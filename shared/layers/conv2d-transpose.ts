import { torchTransposed } from './arithmetic/convolution-pytorch.ts';
import { transposedConvolution } from './arithmetic/transposed.ts';
import { defineLayer } from './contract.ts';

/** Transposed convolution over two spatial axes. */
export default defineLayer({
  type: 'Conv2DTranspose',
  title: '2-D transposed convolution',
  searchWords: ['deconvolution', 'upsampling', 'decoder', 'fractionally strided'],
  documentation: {
    what: 'The reverse of a convolution: each input element adds a filter, scaled by it, to a larger output, step by step of the stride. It is the gradient of a convolution with the same settings and makes maps larger with learned weights.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape:
      '(batch, new_height, new_width, filters), or channels first; same: in × stride, valid: (in − 1) × stride + max(kernel, stride)',
    example:
      '7 × 7 × 64, 32 filters of 3 × 3, stride 2, same: 14 × 14 × 32, (3 × 3 × 64 + 1) × 32 = 18,464 parameters',
    errors: [
      'Strides and dilation are both larger than 1.',
      'output_padding is not smaller than the stride.',
      'The number of channels is unknown.',
    ],
    source: 'Keras 3, keras.layers.Conv2DTranspose',
  },
  ...transposedConvolution(2),
  pytorch: (context, torch) => torchTransposed(context, torch, 2),
});
