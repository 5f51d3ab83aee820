import { separableConvolution } from './arithmetic/convolution-depthwise.ts';
import { torchSeparable } from './arithmetic/convolution-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Depthwise, then pointwise convolution over one axis. */
export default defineLayer({
  type: 'SeparableConv1D',
  title: '1-D separable convolution',
  searchWords: ['convolution', 'depthwise', 'pointwise', 'temporal'],
  documentation: {
    what: 'A depthwise convolution (each channel by itself), then a width-1 convolution that mixes the channels; bias and activation at the end. Far fewer parameters than a full convolution.',
    inputShape: '(batch, length, channels), or (batch, channels, length) with channels_first',
    outputShape: '(batch, new_length, filters), or channels first',
    example: '100 × 5, 16 filters of 3, valid: 98 × 16, 3 × 5 + 5 × 16 + 16 = 111 parameters',
    errors: ['The window is larger than the padded input.', 'The number of channels is unknown.'],
    source: 'Keras 3, keras.layers.SeparableConv1D',
  },
  ...separableConvolution(1),
  pytorch: (context, torch) => torchSeparable(context, torch, 1),
});
