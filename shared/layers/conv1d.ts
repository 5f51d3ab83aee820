import { convolution } from './arithmetic/convolution.ts';
import { torchConvolution } from './arithmetic/convolution-pytorch.ts';
import { defineLayer } from './contract.ts';

/** Convolution over one axis: time, wavelength, position. */
export default defineLayer({
  type: 'Conv1D',
  title: '1-D convolution',
  searchWords: ['convolution', 'temporal', 'sequence', 'spectrum', 'causal', 'grouped', 'dilated'],
  documentation: {
    what: 'Slides filters along one axis (time, wavelength): each output element is the sum of a window of the input times a filter, plus a bias, then the activation. With causal padding an output sees no later input.',
    inputShape: '(batch, length, channels), or (batch, channels, length) with channels_first',
    outputShape: '(batch, new_length, filters), or channels first; size ⌊(in − kernel + pads) / stride⌋ + 1',
    example: '3,000 × 1, 16 filters of 7, stride 2, valid: 1,497 × 16, (7 × 1 + 1) × 16 = 128 parameters',
    errors: [
      'The window is larger than the padded input.',
      'Channels or filters do not divide into the groups.',
      'Strides and dilation are both larger than 1.',
    ],
    source: 'Keras 3, keras.layers.Conv1D; explicit padding as in ONNX Conv',
  },
  ...convolution(1),
  pytorch: (context, torch) => torchConvolution(context, torch, 1),
});
