import type { TestModel, TestTensor } from './testing.ts';

/** Numbers without pattern, the same each time. */
export const wave = (count: number, step = 0.37) =>
  Array.from({ length: count }, (_, i) => Math.sin(i * step) * 1.3);
const tensor = (name: string, shape: readonly number[], scale = 1): TestTensor => ({
  name,
  shape,
  values: wave(shape.reduce((a, b) => a * b, 1)).map(value => value * scale),
});
const ints = (name: string, values: readonly number[], shape = [values.length]): TestTensor => ({
  name,
  shape,
  dtype: 'int64',
  values,
});
const x34 = { inputs: [['x', ['N', 3, 4]]], outputs: [['y', null]] } as const satisfies Partial<TestModel>;
const image = {
  inputs: [['x', ['N', 2, 7, 6]]],
  outputs: [['y', null]],
} as const satisfies Partial<TestModel>;

/** Small models for tests: each holds what some layer says, what is carried, and how the two meet. */
export const ONNX_SAMPLES: readonly (readonly [string, TestModel])[] = [
  [
    'a convolution with odd padding, a pooling that rounds up and one that counts its padding',
    {
      ...image,
      nodes: [
        {
          operator: 'Conv',
          inputs: ['x', 'w', 'b'],
          outputs: ['a'],
          attributes: { pads: { ints: [1, 0, 2, 1] }, dilations: { ints: [1, 2] } },
        },
        {
          operator: 'MaxPool',
          inputs: ['a'],
          outputs: ['p'],
          attributes: { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, ceil_mode: { int: 1 } },
        },
        {
          operator: 'AveragePool',
          inputs: ['p'],
          outputs: ['y'],
          attributes: {
            kernel_shape: { ints: [2, 2] },
            pads: { ints: [1, 1, 0, 1] },
            count_include_pad: { int: 1 },
          },
        },
      ],
      initializers: [tensor('w', [4, 2, 3, 2]), tensor('b', [4])],
    },
  ],
  [
    'a transposed convolution with output padding, then Gemm of a transposed matrix',
    {
      ...image,
      nodes: [
        {
          operator: 'ConvTranspose',
          inputs: ['x', 'w'],
          outputs: ['a'],
          attributes: {
            strides: { ints: [2, 2] },
            pads: { ints: [1, 1, 1, 1] },
            output_padding: { ints: [1, 1] },
          },
        },
        { operator: 'GlobalAveragePool', inputs: ['a'], outputs: ['g'] },
        { operator: 'Flatten', inputs: ['g'], outputs: ['f'] },
        { operator: 'Gemm', inputs: ['f', 'm', 'c'], outputs: ['y'], attributes: { transB: { int: 1 } } },
      ],
      initializers: [tensor('w', [2, 3, 3, 3]), tensor('m', [5, 3]), tensor('c', [1, 5])],
    },
  ],
  [
    'batch and layer normalization, local response, a slope per channel',
    {
      ...image,
      nodes: [
        { operator: 'BatchNormalization', inputs: ['x', 'g', 'h', 'm', 'v'], outputs: ['a'] },
        {
          operator: 'LRN',
          inputs: ['a'],
          outputs: ['l'],
          attributes: { size: { int: 3 }, alpha: { float: 0.3 } },
        },
        { operator: 'PRelu', inputs: ['l', 'slope'], outputs: ['p'] },
        {
          operator: 'LayerNormalization',
          inputs: ['p', 'gamma', 'beta'],
          outputs: ['y'],
          attributes: { axis: { int: -1 } },
        },
      ],
      initializers: [
        tensor('g', [2]),
        tensor('h', [2]),
        tensor('m', [2]),
        { name: 'v', shape: [2], values: [0.5, 2] },
        tensor('slope', [2, 1, 1]),
        tensor('gamma', [6]),
        tensor('beta', [6]),
      ],
    },
  ],
  [
    'a branch whose graphs read tensors from outside',
    {
      ...x34,
      nodes: [
        { operator: 'ReduceSum', inputs: ['x'], outputs: ['sum'], attributes: { keepdims: { int: 0 } } },
        { operator: 'Greater', inputs: ['sum', 'limit'], outputs: ['isLarge'] },
        { operator: 'Relu', inputs: ['x'], outputs: ['inner'] },
        {
          operator: 'If',
          inputs: ['isLarge'],
          outputs: ['z'],
          graphs: {
            then_branch: {
              nodes: [{ operator: 'Add', inputs: ['inner', 'w'], outputs: ['t'] }],
              inputs: [],
              outputs: [['t', ['N', 3, 4]]],
            },
            else_branch: {
              nodes: [
                { operator: 'Neg', inputs: ['x'], outputs: ['t2'] },
                { operator: 'Mul', inputs: ['t2', 'w'], outputs: ['e'] },
              ],
              inputs: [],
              outputs: [['e', ['N', 3, 4]]],
            },
          },
        },
        { operator: 'Sigmoid', inputs: ['z'], outputs: ['y'] },
      ],
      initializers: [{ name: 'limit', shape: [], values: [0.1] }, tensor('w', [4])],
    },
  ],
  [
    'recurrence, a top-k with two outputs and a carried choice of elements',
    {
      inputs: [['x', [5, 'N', 3]]],
      outputs: [
        ['y', null],
        ['kept', null],
      ],
      nodes: [
        {
          operator: 'LSTM',
          inputs: ['x', 'w', 'r'],
          outputs: ['seq', '', 'cell'],
          attributes: { hidden_size: { int: 2 } },
        },
        { operator: 'Squeeze', inputs: ['seq', 'one'], outputs: ['s'] },
        { operator: 'TopK', inputs: ['s', 'k'], outputs: ['y', 'places'] },
        { operator: 'Cast', inputs: ['places'], outputs: ['f'], attributes: { to: { int: 1 } } },
        { operator: 'Compress', inputs: ['f', 'mask'], outputs: ['kept'], attributes: { axis: { int: 0 } } },
      ],
      initializers: [
        tensor('w', [1, 8, 3]),
        tensor('r', [1, 8, 2]),
        ints('one', [1]),
        ints('k', [1]),
        { name: 'mask', shape: [5], dtype: 'bool', values: [1, 0, 1, 1, 0] },
      ],
    },
  ],
  [
    'operators as they were before opset 13, and a function of the file',
    {
      ...x34,
      opset: 11,
      domains: { own: 1 },
      nodes: [
        { operator: 'Unsqueeze', inputs: ['x'], outputs: ['u'], attributes: { axes: { ints: [1] } } },
        { operator: 'Softmax', inputs: ['u'], outputs: ['s'], attributes: { axis: { int: 3 } } },
        { operator: 'Squeeze', inputs: ['s'], outputs: ['q'], attributes: { axes: { ints: [1] } } },
        { operator: 'twice', domain: 'own', inputs: ['q'], outputs: ['t'] },
        { operator: 'ReduceL2', inputs: ['t'], outputs: ['y'], attributes: { axes: { ints: [2] } } },
      ],
      functions: [
        {
          name: 'twice',
          domain: 'own',
          inputs: ['a'],
          outputs: ['b'],
          nodes: [{ operator: 'Add', inputs: ['a', 'a'], outputs: ['b'] }],
        },
      ],
    },
  ],
  [
    'an input given out as it is, one tensor given out twice, shapes known only when it runs',
    {
      inputs: [['x', ['N', 'length', 4]]],
      outputs: [
        ['y', null],
        ['y2', null],
        ['x2', null],
      ],
      nodes: [
        { operator: 'Shape', inputs: ['x'], outputs: ['shape'] },
        { operator: 'Slice', inputs: ['shape', 'from', 'to'], outputs: ['half'] },
        {
          operator: 'Concat',
          inputs: ['half', 'two', 'two'],
          outputs: ['target'],
          attributes: { axis: { int: 0 } },
        },
        { operator: 'Reshape', inputs: ['x', 'target'], outputs: ['r'] },
        {
          operator: 'ReduceMax',
          inputs: ['r'],
          outputs: ['y'],
          attributes: { axes: { ints: [1] }, keepdims: { int: 0 } },
        },
        { operator: 'Identity', inputs: ['y'], outputs: ['y2'] },
        { operator: 'Identity', inputs: ['x'], outputs: ['x2'] },
      ],
      initializers: [ints('from', [0]), ints('to', [2]), ints('two', [2])],
    },
  ],
];
