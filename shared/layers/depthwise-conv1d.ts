import { depthwiseConvolution } from './arithmetic/convolution-depthwise.ts';
import { torchDepthwise } from './arithmetic/convolution-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Convolution of each channel by itself along one axis. */
export default defineLayer({
  type: 'DepthwiseConv1D',
  title: '1-D depthwise convolution',
  searchWords: ['convolution', 'channel-wise', 'grouped', 'sequence', 'time series'],
  documentation: {
    what: 'Each channel has filters of its own along the sequence and sees no other channel: depth_multiplier output channels per input channel. Then a bias and the activation.',
    inputShape: '(batch, length, channels), or (batch, channels, length) with channels_first',
    outputShape: '(batch, new_length, channels × depth_multiplier), or channels first',
    example: '100 × 32, kernel 3, same: 100 × 32, (3 + 1) × 32 × 1 = 128 parameters',
    errors: ['The window is larger than the padded input.', 'The number of channels is unknown.'],
    source: 'Keras 3, keras.layers.DepthwiseConv1D',
  },
  ...depthwiseConvolution(1),
  pytorch: (context, torch) => torchDepthwise(context, torch, 1),
});
