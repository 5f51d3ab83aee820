import { recurrent } from './arithmetic/recurrent.ts';
import { emitRecurrent } from './arithmetic/recurrent-onnx.ts';
import {
  RECURRENT_INITIALIZERS,
  RECURRENT_SETTINGS,
  recurrentActivation,
  UNITS,
} from './arithmetic/recurrent-parameters.ts';
import { OWN_GRU, OWN_GRU_BEFORE, torchFunction, torchRecurrent } from './arithmetic/recurrent-pytorch.ts';
import { defineLayer } from './contract.ts';
import { boolean, type ParameterValues } from './parameters.ts';

const parameters = {
  ...UNITS,
  recurrent_activation: recurrentActivation('sigmoid', 'Function applied to the gates.'),
  ...RECURRENT_INITIALIZERS,
  ...RECURRENT_SETTINGS,
  reset_after: boolean({
    default: true,
    doc: 'Whether the reset gate acts after the matrix product (then the recurrence has a bias of its own) or before it.',
  }),
};
type Parameters = ParameterValues<typeof parameters>;

const biasRows = (p: Parameters): 1 | 2 => (p.reset_after ? 2 : 1);

/** The gated recurrent unit. */
export default defineLayer({
  type: 'GRU',
  title: 'Gated recurrent unit',
  searchWords: ['recurrent', 'rnn', 'sequence', 'time series', 'gates'],
  documentation: {
    what: "Reads a sequence step by step with one state h and two gates: h = z · h + (1 − z) · candidate. The update gate z decides how much stays, the reset gate r how much of h the candidate sees; reset_after applies r after the product with the recurrent kernel. Kernel and bias hold the gates in Keras's order z, r, h. The functions are limited to those that ONNX's recurrent operators know.",
    inputShape: '(batch, time, features)',
    outputShape: '(batch, units), or (batch, time, units) with return_sequences',
    example: '28 steps of 28 features, 64 units: (28 + 64 + 2) × 64 × 3 = 18,048 parameters',
    errors: ['The input has not three axes.', 'The number of features is unknown.'],
    source: 'Keras 3, keras.layers.GRU; Cho et al. 2014; ONNX operator GRU',
  },
  parameters,
  ...recurrent<Parameters>({ gates: 3, biasRows }),
  onnx(context, graph) {
    const { activation, recurrent_activation: gate, reset_after: resetAfter } = context.parameters;
    return emitRecurrent(context, graph, {
      operator: 'GRU',
      order: [0, 1, 2],
      biasRows: biasRows(context.parameters),
      activations: [gate, activation],
      attributes: { linear_before_reset: { int: resetAfter ? 1 : 0 } },
    });
  },
  pytorch(context, torch) {
    const { activation, recurrent_activation: gate, reset_after: resetAfter } = context.parameters;
    return torchRecurrent(context, torch, {
      module: 'GRU',
      isPlain: resetAfter && activation === 'tanh' && gate === 'sigmoid',
      // PyTorch: reset gate, update gate, candidate.
      order: [1, 0, 2],
      biasRows: biasRows(context.parameters),
      own: resetAfter ? OWN_GRU : OWN_GRU_BEFORE,
      arguments: [activation, gate].map(torchFunction),
    });
  },
});
