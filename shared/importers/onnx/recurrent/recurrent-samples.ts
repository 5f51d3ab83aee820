import { wave } from '../onnx-samples.ts';
import type { TestModel, TestNode, TestTensor } from '../testing.ts';

const tensor = (name: string, shape: readonly number[], step: number): TestTensor => ({
  name,
  shape,
  values: wave(
    shape.reduce((a, b) => a * b, 1),
    step,
  ),
});
const ints = (name: string, values: readonly number[], shape = [values.length]): TestTensor => ({
  name,
  shape,
  dtype: 'int64',
  values,
});
const node = (
  operator: string,
  inputs: string,
  outputs: string,
  attributes: TestNode['attributes'] = {},
): TestNode => ({
  operator,
  inputs: inputs.split(' ').map(named),
  outputs: outputs.split(' ').map(named),
  attributes,
});
/** `-` stands for what is left out. */
const named = (name: string) => (name === '-' ? '' : name);
const weights = (directions: number, gates: number, inputs: number, units: number) => [
  tensor('w', [directions, gates * units, inputs], 0.37),
  tensor('r', [directions, gates * units, units], 0.73),
  tensor('b', [directions, 2 * gates * units], 0.51),
];
const swap = { perm: { ints: [1, 0, 2] } } as const;
const steps = [['x', ['N', 5, 3]]] as const;

/** Recurrent networks as exporters write them, with the layers that they are. */
export const RECURRENT_SAMPLES: readonly (readonly [string, TestModel, readonly string[]])[] = [
  [
    "PyTorch's LSTM in both directions, its first states made of the batch (the tracing exporter)",
    {
      inputs: steps,
      outputs: [['y', null]],
      nodes: [
        node('Shape', 'x', 'shape'),
        node('Gather', 'shape zero', 'batch'),
        node('Unsqueeze', 'batch zeros', 'batch1'),
        node('Concat', 'two batch1 two', 'extents', { axis: { int: 0 } }),
        node('ConstantOfShape', 'extents', 'states'),
        node('Transpose', 'x', 'xt', swap),
        node('Slice', 'states zeros two zeros', 'state'),
        node('LSTM', 'xt w r b - state state', 'seq last memory', {
          direction: { string: 'bidirectional' },
          hidden_size: { int: 2 },
        }),
        node('Transpose', 'seq', 'turned', { perm: { ints: [0, 2, 1, 3] } }),
        node('Reshape', 'turned joined', 'flat'),
        node('Transpose', 'flat', 'y', swap),
      ],
      initializers: [
        ...weights(2, 4, 3, 2),
        ints('zero', [0], []),
        ints('zeros', [0]),
        ints('two', [2]),
        ints('joined', [0, 0, -1]),
      ],
    },
    ['InputLayer', 'Bidirectional'],
  ],
  [
    "PyTorch's GRU, its form computed from the extents of its output (the newer exporter), then its last step",
    {
      inputs: steps,
      outputs: [['y', null]],
      nodes: [
        node('Shape', 'x', 'batch', { start: { int: 0 }, end: { int: 1 } }),
        node('Concat', 'one batch two', 'extents', { axis: { int: 0 } }),
        node('Expand', 'nothing extents', 'state'),
        node('Transpose', 'x', 'xt', swap),
        node('GRU', 'xt w r b - state', 'seq', { hidden_size: { int: 2 }, linear_before_reset: { int: 1 } }),
        node('Transpose', 'seq', 'turned', { perm: { ints: [0, 2, 1, 3] } }),
        node('Shape', 'turned', 'all'),
        node('Slice', 'all zeros two', 'front'),
        node('Concat', 'front open', 'form', { axis: { int: 0 } }),
        node('Reshape', 'turned form', 'flat'),
        node('Transpose', 'flat', 'sequence', swap),
        node('Gather', 'sequence end', 'y', { axis: { int: 1 } }),
      ],
      initializers: [
        ...weights(1, 3, 3, 2),
        { name: 'nothing', shape: [], values: [0] },
        ints('one', [1]),
        ints('two', [2]),
        ints('zeros', [0]),
        ints('open', [-1]),
        ints('end', [-1], []),
      ],
    },
    ['InputLayer', 'GRU', 'Gather'],
  ],
  [
    "Keras's GRU without reset_after read backwards, with lengths that say nothing new (tf2onnx)",
    {
      inputs: steps,
      outputs: [['y', null]],
      nodes: [
        node('Transpose', 'x', 'xt', swap),
        node('Shape', 'x', 'batch', { end: { int: 1 } }),
        node('Expand', 'length batch', 'lengths'),
        node('GRU', 'xt w r b lengths', '- last', {
          direction: { string: 'reverse' },
          hidden_size: { int: 2 },
          activations: { strings: ['HardSigmoid', 'Tanh'] },
          activation_alpha: { floats: [1 / 6] },
          activation_beta: { floats: [0.5] },
        }),
        node('Squeeze', 'last zeros', 'y'),
      ],
      initializers: [
        ...weights(1, 3, 3, 2),
        { name: 'length', shape: [1], dtype: 'int32', values: [5] },
        ints('zeros', [0]),
      ],
    },
    ['InputLayer', 'GRU'],
  ],
  [
    'an RNN in both directions, all steps and the last states given out, time in front',
    {
      inputs: [['x', [5, 'N', 3]]],
      outputs: [
        ['y', null],
        ['last', null],
      ],
      nodes: [
        node('RNN', 'x w r', 'y last', {
          direction: { string: 'bidirectional' },
          hidden_size: { int: 2 },
          activations: { strings: ['Relu', 'Relu'] },
        }),
      ],
      initializers: weights(2, 1, 3, 2).slice(0, 2),
    },
    [
      ...['InputLayer', 'Transpose', 'Bidirectional', 'Reshape', 'Transpose'],
      ...['Gather', 'Slice', 'Gather', 'Slice', 'Concatenate', 'Reshape', 'Transpose'],
    ],
  ],
  [
    'an LSTM read backwards, all steps and the last state given out',
    {
      inputs: [['x', [5, 'N', 3]]],
      outputs: [
        ['y', null],
        ['last', null],
      ],
      nodes: [
        node('LSTM', 'x w r b', 'y last', { direction: { string: 'reverse' }, hidden_size: { int: 2 } }),
      ],
      initializers: weights(1, 4, 3, 2),
    },
    ['InputLayer', 'Transpose', 'LSTM', 'Slice', 'Transpose', 'Unsqueeze', 'Gather', 'Unsqueeze'],
  ],
  [
    'an LSTM whose memory is read: carried',
    {
      inputs: steps,
      outputs: [['y', null]],
      nodes: [
        node('Transpose', 'x', 'xt', swap),
        node('LSTM', 'xt w r b', '- - y', { hidden_size: { int: 2 } }),
      ],
      initializers: weights(1, 4, 3, 2),
    },
    ['InputLayer', 'Transpose', 'OnnxOperator', 'Identity'],
  ],
  [
    'an RNN that begins elsewhere than at zero: carried',
    {
      inputs: [['x', [5, 2, 3]]],
      outputs: [['y', null]],
      nodes: [node('RNN', 'x w r b - first', 'y', { hidden_size: { int: 2 } })],
      initializers: [...weights(1, 1, 3, 2), tensor('first', [1, 2, 2], 0.9)],
    },
    ['InputLayer', 'OnnxOperator'],
  ],
  [
    'the logarithm of a softmax along the channels',
    {
      inputs: [['x', ['N', 4, 3]]],
      outputs: [['y', null]],
      nodes: [node('LogSoftmax', 'x', 'y', { axis: { int: 1 } })],
    },
    ['InputLayer', 'Transpose', 'Activation', 'Transpose'],
  ],
];
