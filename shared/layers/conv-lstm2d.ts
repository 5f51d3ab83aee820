import { convLstm } from './arithmetic/conv-lstm.ts';
import { emitConvLstm } from './arithmetic/conv-lstm-onnx.ts';
import { torchConvLstm } from './arithmetic/conv-lstm-pytorch.ts';
import { defineLayer } from './contract.ts';

/** A long short-term memory of convolutions over images. */
export default defineLayer({
  type: 'ConvLSTM2D',
  title: '2-D convolutional LSTM',
  searchWords: ['recurrent', 'convolution', 'video', 'frames', 'sequence', 'memory', 'forecast'],
  documentation: {
    what: 'A long short-term memory whose products are convolutions: gates, memory and output keep the height and width. The input of each step is convolved with kernel, the state with recurrent_kernel (padded to keep its size). Each step is written into ONNX on its own, so that the number of steps must be known.',
    inputShape:
      '(batch, time, height, width, channels), or (batch, time, channels, height, width) with channels_first',
    outputShape:
      '(batch, new_height, new_width, filters), with time behind the batch where sequences are returned; or channels first',
    example:
      '10 frames of 32 × 32 × 3, 8 filters of 3 × 3, same: 32 × 32 × 8, (3 × 3 × (3 + 8) + 1) × 8 × 4 = 3,200 parameters',
    errors: [
      'The input does not have 5 axes.',
      'An extent other than the batch is unknown.',
      'Strides and dilation are both larger than 1.',
    ],
    source: 'Keras 3, keras.layers.ConvLSTM2D; Shi et al. 2015',
  },
  ...convLstm(2),
  onnx: (context, graph) => emitConvLstm(context, graph),
  pytorch: (context, torch) => torchConvLstm(context, torch, 2),
});
