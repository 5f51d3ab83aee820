import { recurrent } from './arithmetic/recurrent.ts';
import { emitRecurrent } from './arithmetic/recurrent-onnx.ts';
import {
  RECURRENT_INITIALIZERS,
  RECURRENT_SETTINGS,
  recurrentActivation,
  UNITS,
} from './arithmetic/recurrent-parameters.ts';
import { OWN_LSTM, torchFunction, torchRecurrent } from './arithmetic/recurrent-pytorch.ts';
import { defineLayer } from './contract.ts';
import { boolean, type ParameterValues } from './parameters.ts';

const parameters = {
  ...UNITS,
  recurrent_activation: recurrentActivation('sigmoid', 'Function applied to the gates.'),
  ...RECURRENT_INITIALIZERS,
  unit_forget_bias: boolean({
    default: true,
    doc: "Whether the forget gate's bias begins at 1, so that the memory is kept at first.",
  }),
  ...RECURRENT_SETTINGS,
};

/** Input, forget, cell and output gate stand in this order in the document; the second is the forget gate. */
const FORGET_GATE = 1;

/** The long short-term memory. */
export default defineLayer({
  type: 'LSTM',
  title: 'Long short-term memory',
  searchWords: ['recurrent', 'rnn', 'sequence', 'time series', 'memory', 'gates'],
  documentation: {
    what: "Reads a sequence step by step and keeps a memory c beside its output h. The gates i, f, o = recurrent_activation(x · kernel + h · recurrent_kernel + bias) decide what enters, stays and is shown: c = f · c + i · activation(...), h = o · activation(c). Kernel and bias hold the gates in Keras's order i, f, c, o. The functions are limited to those that ONNX's recurrent operators know.",
    inputShape: '(batch, time, features)',
    outputShape: '(batch, units), or (batch, time, units) with return_sequences',
    example: '28 steps of 28 features, 64 units: (28 + 64 + 1) × 64 × 4 = 23,808 parameters',
    errors: ['The input has not three axes.', 'The number of features is unknown.'],
    source: 'Keras 3, keras.layers.LSTM; Hochreiter and Schmidhuber 1997; ONNX operator LSTM',
  },
  parameters,
  ...recurrent<ParameterValues<typeof parameters>>({
    gates: 4,
    biasRows: () => 1,
    gateAtOne: p => (p.unit_forget_bias ? FORGET_GATE : null),
  }),
  onnx(context, graph) {
    const { activation, recurrent_activation: gate } = context.parameters;
    return emitRecurrent(context, graph, {
      operator: 'LSTM',
      // ONNX: input, output, forget, cell.
      order: [0, 3, 1, 2],
      biasRows: 1,
      activations: [gate, activation, activation],
    });
  },
  pytorch(context, torch) {
    const { activation, recurrent_activation: gate } = context.parameters;
    return torchRecurrent(context, torch, {
      module: 'LSTM',
      isPlain: activation === 'tanh' && gate === 'sigmoid',
      order: [0, 1, 2, 3],
      biasRows: 1,
      own: OWN_LSTM,
      arguments: [activation, gate].map(torchFunction),
    });
  },
});
