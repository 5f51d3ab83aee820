import { torchTransposed } from './arithmetic/convolution-pytorch.ts';
import { transposedConvolution } from './arithmetic/transposed.ts';
import { defineLayer } from './contract.ts';

/** Transposed convolution over one axis. */
export default defineLayer({
  type: 'Conv1DTranspose',
  title: '1-D transposed convolution',
  searchWords: ['deconvolution', 'upsampling', 'decoder', 'fractionally strided'],
  documentation: {
    what: 'The reverse of a convolution: each input element adds a filter, scaled by it, to a larger output, step by step of the stride. It is the gradient of a convolution with the same settings and makes maps larger with learned weights.',
    inputShape: '(batch, length, channels), or (batch, channels, length) with channels_first',
    outputShape:
      '(batch, new_length, filters), or channels first; same: in × stride, valid: (in − 1) × stride + max(kernel, stride)',
    example: '10 × 128, 32 filters of 3, stride 2, valid: 21 × 32, (3 × 128 + 1) × 32 = 12,320 parameters',
    errors: [
      'Strides and dilation are both larger than 1.',
      'output_padding is not smaller than the stride.',
      'The number of channels is unknown.',
    ],
    source: 'Keras 3, keras.layers.Conv1DTranspose',
  },
  ...transposedConvolution(1),
  pytorch: (context, torch) => torchTransposed(context, torch, 1),
});
