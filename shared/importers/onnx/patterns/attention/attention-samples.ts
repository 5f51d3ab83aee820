import type { OnnxAttribute } from '../../../../layers/onnx-contract.ts';
import { wave } from '../../onnx-samples.ts';
import type { TestModel, TestNode, TestTensor } from '../../testing.ts';

const node = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): TestNode => ({ operator, inputs, outputs: output.split(' '), attributes, name: `block/attn/${output}` });
const moved = (from: string, to: string, perm: readonly number[]) =>
  node('Transpose', [from], to, { perm: { ints: perm } });
const tensor = (name: string, shape: readonly number[]): TestTensor => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { name, shape, values: wave(size, 0.37 + name.length / 50).map(value => value / 2) };
};
const ints = (name: string, values: readonly number[], shape = [values.length]): TestTensor => ({
  name,
  shape,
  dtype: 'int64',
  values,
});
const scalar = (name: string, value: number): TestTensor => ({ name, shape: [], values: [value] });

/** One product for query, key and value, as vision transformers are written: 3 places, 2 heads of 4. */
const together = (scale: number, outputs: TestModel['outputs'] = [['y', null]]): TestModel => ({
  inputs: [['x', ['N', 3, 8]]],
  outputs,
  nodes: [
    node('MatMul', ['x', 'w'], 'm'),
    node('Add', ['b', 'm'], 'qkv'),
    node('Reshape', ['qkv', 'form'], 'parts'),
    moved('parts', 'heads', [2, 0, 3, 1, 4]),
    ...['zero', 'one', 'two'].map((index, i) =>
      node('Gather', ['heads', index], 'q k v'.split(' ')[i] ?? '', { axis: { int: 0 } }),
    ),
    node('Mul', ['q', 'scale'], 'scaled'),
    moved('k', 'turned', [0, 1, 3, 2]),
    node('MatMul', ['scaled', 'turned'], 'scores'),
    node('Softmax', ['scores'], 'weights', { axis: { int: -1 } }),
    node('MatMul', ['weights', 'v'], 'mean'),
    moved('mean', 'together', [0, 2, 1, 3]),
    node('Reshape', ['together', 'back'], 'flat'),
    node('MatMul', ['flat', 'wo'], 'out'),
    node('Add', ['out', 'bo'], 'y'),
  ],
  initializers: [
    tensor('w', [8, 24]),
    tensor('b', [24]),
    tensor('wo', [8, 8]),
    tensor('bo', [8]),
    ints('form', [0, 3, 3, 2, 4]),
    ints('back', [0, 3, 8]),
    ints('zero', [0], []),
    ints('one', [1], []),
    ints('two', [2], []),
    scalar('scale', scale),
  ],
});

/** The places in front and batch and heads in one axis, as PyTorch's tracing exporter writes its own module. */
const placesFirst: TestModel = {
  inputs: [['x', [3, 'samples', 8]]],
  outputs: [['y', null]],
  nodes: [
    node('MatMul', ['x', 'w'], 'qkv'),
    node('Reshape', ['qkv', 'form'], 'parts'),
    node('Unsqueeze', ['parts', 'zeroAxis'], 'more'),
    moved('more', 'turned', [3, 1, 2, 0, 4]),
    node('Squeeze', ['turned', 'thirdAxis'], 'less'),
    ...['zero', 'one', 'two'].flatMap((index, i) => {
      const name = 'qkv'[i] ?? '';
      return [
        node('Gather', ['less', index], `${name}1`, { axis: { int: 0 } }),
        node('Reshape', [`${name}1`, 'split'], `${name}2`),
        moved(`${name}2`, `${name}3`, [1, 0, 2]),
      ];
    }),
    moved('k3', 'k4', [0, 2, 1]),
    node('MatMul', ['q3', 'k4'], 'product'),
    node('Div', ['product', 'root'], 'scores'),
    node('Softmax', ['scores'], 'weights', { axis: { int: 2 } }),
    node('MatMul', ['weights', 'v3'], 'mean'),
    moved('mean', 'together', [1, 0, 2]),
    node('Reshape', ['together', 'flatForm'], 'flat'),
    node('Gemm', ['flat', 'wo', 'bo'], 'out', { transB: { int: 1 } }),
    node('Reshape', ['out', 'back'], 'y'),
  ],
  initializers: [
    tensor('w', [8, 24]),
    tensor('wo', [8, 8]),
    tensor('bo', [8]),
    ints('form', [3, -1, 3, 8]),
    ints('split', [3, -1, 4]),
    ints('flatForm', [-1, 8]),
    ints('back', [3, -1, 8]),
    ints('zeroAxis', [0]),
    ints('thirdAxis', [3]),
    ints('zero', [0], []),
    ints('one', [1], []),
    ints('two', [2], []),
    scalar('root', 2),
  ],
};

/** Queries of one sequence, keys and values of another: projections of their own, cut from one matrix, and another depth of values. */
const across: TestModel = {
  inputs: [
    ['x', ['N', 3, 8]],
    ['z', ['N', 5, 6]],
  ],
  outputs: [['y', null]],
  nodes: [
    node('MatMul', ['x', 'wq'], 'q'),
    node('Slice', ['wkv', 'from', 'to', 'rows'], 'wk'),
    node('MatMul', ['z', 'wk'], 'k'),
    node('MatMul', ['z', 'wv'], 'v'),
    node('Reshape', ['q', 'form'], 'q1'),
    node('Reshape', ['k', 'form'], 'k1'),
    node('Reshape', ['v', 'valueForm'], 'v1'),
    moved('q1', 'q2', [0, 2, 1, 3]),
    moved('k1', 'k2', [0, 2, 3, 1]),
    moved('v1', 'v2', [0, 2, 1, 3]),
    node('MatMul', ['q2', 'k2'], 'product'),
    node('Mul', ['product', 'half'], 'scores'),
    node('Softmax', ['scores'], 'weights', { axis: { int: -1 } }),
    node('MatMul', ['weights', 'v2'], 'mean'),
    moved('mean', 'together', [0, 2, 1, 3]),
    node('Reshape', ['together', 'back'], 'flat'),
    node('MatMul', ['flat', 'wo'], 'y'),
  ],
  initializers: [
    tensor('wq', [8, 8]),
    tensor('wkv', [9, 8]),
    tensor('wv', [6, 6]),
    tensor('wo', [6, 10]),
    ints('form', [0, -1, 2, 4]),
    ints('valueForm', [0, -1, 2, 3]),
    ints('back', [0, -1, 6]),
    ints('from', [2]),
    ints('to', [8]),
    ints('rows', [0]),
    scalar('half', 0.5),
  ],
};

/** Attention spelled out in primitives, with the types of the layers that it becomes. */
export const ATTENTION_SAMPLES: readonly (readonly [string, TestModel, readonly string[]])[] = [
  [
    'attention whose query, key and value come of one product',
    together(0.5),
    ['InputLayer', 'MultiHeadAttention'],
  ],
  [
    'attention with the places in front of the batch',
    placesFirst,
    ['InputLayer', 'Transpose', 'MultiHeadAttention', 'Transpose'],
  ],
  [
    'attention of one sequence to another, its weights cut from a larger matrix',
    across,
    ['InputLayer', 'InputLayer', 'MultiHeadAttention'],
  ],
];

/** Attentions that no layer computes: scaled otherwise, or with weights that something else reads. */
export const SPELLED_ATTENTIONS: readonly (readonly [string, TestModel])[] = [
  ['attention that is scaled otherwise', together(0.3)],
  [
    'attention whose weights are given out',
    together(0.5, [
      ['y', null],
      ['weights', null],
    ]),
  ],
];
