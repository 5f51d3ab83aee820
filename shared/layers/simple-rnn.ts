import { recurrent } from './arithmetic/recurrent.ts';
import { emitRecurrent } from './arithmetic/recurrent-onnx.ts';
import { RECURRENT_INITIALIZERS, RECURRENT_SETTINGS, UNITS } from './arithmetic/recurrent-parameters.ts';
import { OWN_RNN, torchFunction, torchRecurrent } from './arithmetic/recurrent-pytorch.ts';
import { defineLayer } from './contract.ts';
import type { ParameterValues } from './parameters.ts';

const parameters = { ...UNITS, ...RECURRENT_INITIALIZERS, ...RECURRENT_SETTINGS };

/** The plain recurrent layer, whose output is its state. */
export default defineLayer({
  type: 'SimpleRNN',
  title: 'Simple recurrent',
  searchWords: ['recurrent', 'rnn', 'elman', 'sequence', 'time series'],
  documentation: {
    what: "Reads a sequence step by step; each output is fed back into the next step: h = activation(x · kernel + h · recurrent_kernel + bias). The functions are limited to those that ONNX's recurrent operators know.",
    inputShape: '(batch, time, features)',
    outputShape: '(batch, units), or (batch, time, units) with return_sequences',
    example: '28 steps of 28 features, 64 units: (28 + 64 + 1) × 64 = 5,952 parameters',
    errors: ['The input has not three axes.', 'The number of features is unknown.'],
    source: 'Keras 3, keras.layers.SimpleRNN; Elman 1990; ONNX operator RNN',
  },
  parameters,
  ...recurrent<ParameterValues<typeof parameters>>({ gates: 1, biasRows: () => 1 }),
  onnx: (context, graph) =>
    emitRecurrent(context, graph, {
      operator: 'RNN',
      order: [0],
      biasRows: 1,
      activations: [context.parameters.activation],
    }),
  pytorch(context, torch) {
    const { activation } = context.parameters;
    return torchRecurrent(context, torch, {
      module: 'RNN',
      isPlain: activation === 'tanh' || activation === 'relu',
      order: [0],
      biasRows: 1,
      own: OWN_RNN,
      arguments: [torchFunction(activation)],
      ...(activation === 'relu' ? { setting: 'nonlinearity="relu"' } : {}),
    });
  },
});
