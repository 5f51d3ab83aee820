import { convolution } from './arithmetic/convolution.ts';
import { torchConvolution } from './arithmetic/convolution-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Convolution over two spatial axes. */
export default defineLayer({
  type: 'Conv2D',
  title: '2-D convolution',
  searchWords: ['convolution', 'convolutional', 'filter', 'kernel', 'image', 'grouped', 'dilated', 'atrous'],
  documentation: {
    what: 'Slides filters over height and width: each output element is the sum of a window of the input times a filter, plus a bias, then the activation. Each filter sees all channels (of its group) and makes one output channel.',
    inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
    outputShape:
      '(batch, new_height, new_width, filters), or channels first; size ⌊(in − kernel + pads) / stride⌋ + 1',
    example: '227 × 227 × 3, 96 filters of 11 × 11, stride 4, valid: 55 × 55 × 96, 34,944 parameters',
    errors: [
      'The window is larger than the padded input.',
      'Channels or filters do not divide into the groups.',
      'Strides and dilation are both larger than 1.',
    ],
    source: 'Keras 3, keras.layers.Conv2D; explicit padding as in ONNX Conv',
  },
  ...convolution(2),
  pytorch: (context, torch) => torchConvolution(context, torch, 2),
});
