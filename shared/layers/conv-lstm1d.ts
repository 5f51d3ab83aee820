import { convLstm } from './arithmetic/conv-lstm.ts';
import { emitConvLstm } from './arithmetic/conv-lstm-onnx.ts';
import { torchConvLstm } from './arithmetic/conv-lstm-pytorch.ts';
import { defineLayer } from './contract.ts';

/** A long short-term memory of convolutions over one axis. */
export default defineLayer({
  type: 'ConvLSTM1D',
  title: '1-D convolutional LSTM',
  searchWords: ['recurrent', 'convolution', 'video', 'frames', 'sequence', 'memory', 'forecast'],
  documentation: {
    what: 'A long short-term memory whose products are convolutions: gates, memory and output keep the length. The input of each step is convolved with kernel, the state with recurrent_kernel (padded to keep its size). Each step is written into ONNX on its own, so that the number of steps must be known.',
    inputShape: '(batch, time, length, channels), or (batch, time, channels, length) with channels_first',
    outputShape:
      '(batch, new_length, filters), with time behind the batch where sequences are returned; or channels first',
    example: '10 steps of 64 × 3, 8 filters of 3, same: 64 × 8, (3 × (3 + 8) + 1) × 8 × 4 = 1,088 parameters',
    errors: [
      'The input does not have 4 axes.',
      'An extent other than the batch is unknown.',
      'Strides and dilation are both larger than 1.',
    ],
    source: 'Keras 3, keras.layers.ConvLSTM1D; Shi et al. 2015',
  },
  ...convLstm(1),
  onnx: (context, graph) => emitConvLstm(context, graph),
  pytorch: (context, torch) => torchConvLstm(context, torch, 1),
});
