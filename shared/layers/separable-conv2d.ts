import { separableConvolution } from './arithmetic/convolution-depthwise.ts';
import { torchSeparable } from './arithmetic/convolution-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Depthwise, then pointwise convolution over two spatial axes. */
export default defineLayer({
  type: 'SeparableConv2D',
  title: '2-D separable convolution',
  searchWords: ['convolution', 'depthwise', 'pointwise', 'xception', 'mobilenet'],
  documentation: {
    what: 'A depthwise convolution (each channel by itself), then a 1 × 1 convolution that mixes the channels; bias and activation at the end. Far fewer parameters than a full convolution.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, new_height, new_width, filters), or channels first',
    example: '32 × 32 × 3, 16 filters of 3 × 3, valid: 30 × 30 × 16, 3 × 3 × 3 + 3 × 16 + 16 = 91 parameters',
    errors: ['The window is larger than the padded input.', 'The number of channels is unknown.'],
    source: 'Keras 3, keras.layers.SeparableConv2D',
  },
  ...separableConvolution(2),
  pytorch: (context, torch) => torchSeparable(context, torch, 2),
});
