import { depthwiseConvolution } from './arithmetic/convolution-depthwise.ts';
import { torchDepthwise } from './arithmetic/convolution-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Convolution of each channel by itself. */
export default defineLayer({
  type: 'DepthwiseConv2D',
  title: '2-D depthwise convolution',
  searchWords: ['convolution', 'channel-wise', 'mobilenet', 'grouped'],
  documentation: {
    what: 'Each channel has filters of its own and sees no other channel: depth_multiplier output channels per input channel. Then a bias and the activation.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape: '(batch, new_height, new_width, channels × depth_multiplier), or channels first',
    example: '112 × 112 × 32, 3 × 3, same: 112 × 112 × 32, (3 × 3 + 1) × 32 × 1 = 320 parameters',
    errors: ['The window is larger than the padded input.', 'The number of channels is unknown.'],
    source: 'Keras 3, keras.layers.DepthwiseConv2D',
  },
  ...depthwiseConvolution(2),
  pytorch: (context, torch) => torchDepthwise(context, torch, 2),
});
