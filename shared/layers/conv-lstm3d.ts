import { convLstm } from './arithmetic/conv-lstm.ts';
import { emitConvLstm } from './arithmetic/conv-lstm-onnx.ts';
import { torchConvLstm } from './arithmetic/conv-lstm-pytorch.ts';
import { defineLayer } from './contract.ts';

/** A long short-term memory of convolutions over volumes. */
export default defineLayer({
  type: 'ConvLSTM3D',
  title: '3-D convolutional LSTM',
  searchWords: ['recurrent', 'convolution', 'video', 'frames', 'sequence', 'memory', 'forecast'],
  documentation: {
    what: 'A long short-term memory whose products are convolutions: gates, memory and output keep the depth, height and width. The input of each step is convolved with kernel, the state with recurrent_kernel (padded to keep its size). Each step is written into ONNX on its own, so that the number of steps must be known.',
    inputShape:
      '(batch, time, depth, height, width, channels), or (batch, time, channels, depth, height, width) with channels_first',
    outputShape:
      '(batch, new_depth, new_height, new_width, filters), with time behind the batch where sequences are returned; or channels first',
    example:
      '4 volumes of 8 × 8 × 8 × 1, 2 filters of 3 × 3 × 3, same: 8 × 8 × 8 × 2, (27 × (1 + 2) + 1) × 2 × 4 = 656 parameters',
    errors: [
      'The input does not have 6 axes.',
      'An extent other than the batch is unknown.',
      'Strides and dilation are both larger than 1.',
    ],
    source: 'Keras 3, keras.layers.ConvLSTM3D; Shi et al. 2015',
  },
  ...convLstm(3),
  onnx: (context, graph) => emitConvLstm(context, graph),
  pytorch: (context, torch) => torchConvLstm(context, torch, 3),
});
