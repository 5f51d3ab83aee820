import { convolution } from './arithmetic/convolution.ts';
import { torchConvolution } from './arithmetic/convolution-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Convolution over three spatial axes: volumes and videos. */
export default defineLayer({
  type: 'Conv3D',
  title: '3-D convolution',
  searchWords: ['convolution', 'video', 'volume', 'volumetric', 'grouped', 'dilated'],
  documentation: {
    what: 'Slides filters over depth (or time), height and width: each output element is the sum of a window of the input times a filter, plus a bias, then the activation.',
    inputShape:
      '(batch, depth, height, width, channels), or (batch, channels, depth, height, width) with channels_first',
    outputShape:
      '(batch, new_depth, new_height, new_width, filters), or channels first; size ⌊(in − kernel + pads) / stride⌋ + 1',
    example:
      '1 × 16 × 112 × 112 channels first, 16 filters of 3 × 3 × 3, same: 16 × 16 × 112 × 112, 448 parameters',
    errors: [
      'The window is larger than the padded input.',
      'Channels or filters do not divide into the groups.',
      'Strides and dilation are both larger than 1.',
    ],
    source: 'Keras 3, keras.layers.Conv3D; explicit padding as in ONNX Conv',
  },
  ...convolution(3),
  pytorch: (context, torch) => torchConvolution(context, torch, 3),
});
