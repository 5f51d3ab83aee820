import { wave } from '../onnx-samples.ts';
import type { TestModel, TestNode } from '../testing.ts';

const node = (operator: string, inputs: readonly string[], output: string, axis = -1): TestNode => ({
  operator,
  inputs,
  outputs: [output],
  ...(operator === 'ReduceMean' && inputs.length === 1 ? { attributes: { axes: { ints: [axis] } } } : {}),
});

/** Root-mean-square normalization as LLaMA's kind of networks have it; `inverse` makes 1 / √ from the mean square. */
const rms = (inverse: readonly TestNode[]): TestModel => ({
  inputs: [['x', ['N', 3, 4]]],
  outputs: [['y', null]],
  nodes: [
    node('Pow', ['x', 'two'], 'square'),
    node('ReduceMean', ['square'], 'mean'),
    node('Add', ['mean', 'epsilon'], 'shifted'),
    node('Sqrt', ['shifted'], 'root'),
    ...inverse,
    node('Mul', ['scale', 'normal'], 'y'),
  ],
  initializers: [
    { name: 'two', shape: [], values: [2] },
    { name: 'one', shape: [], values: [1] },
    { name: 'epsilon', shape: [], values: [0.01] },
    { name: 'scale', shape: [4], values: wave(4) },
  ],
});

/** Layer normalization of (N, 3, 4) with the mean over an axis told by `mean`. */
const layer = (mean: (input: string, output: string) => TestNode, opset: number): TestModel => ({
  opset,
  inputs: [['x', ['N', 3, 4]]],
  outputs: [['y', null]],
  nodes: [
    mean('x', 'mean'),
    node('Sub', ['x', 'mean'], 'centred'),
    node('Pow', ['centred', 'two'], 'square'),
    mean('square', 'variance'),
    node('Add', ['variance', 'epsilon'], 'shifted'),
    node('Sqrt', ['shifted'], 'root'),
    node('Div', ['centred', 'root'], 'normal'),
    node('Mul', ['normal', 'gamma'], 'scaled'),
    node('Add', ['scaled', 'beta'], 'y'),
  ],
  initializers: [
    { name: 'two', shape: [], values: [2] },
    { name: 'epsilon', shape: [], values: [0.01] },
    { name: 'gamma', shape: [4], values: wave(4) },
    { name: 'beta', shape: [4], values: wave(4, 0.3) },
    { name: 'axes', shape: [1], dtype: 'int64', values: [2] },
  ],
});

/** Group normalization of (N, 6, 5, 4) in 3 groups as torch.onnx.export writes torch.nn.GroupNorm(3, 6); `ones` scales the groups. */
const groups = (ones: readonly number[]): TestModel => ({
  inputs: [['x', ['N', 6, 5, 4]]],
  outputs: [['y', null]],
  nodes: [
    node('Reshape', ['x', 'groups'], 'grouped'),
    {
      operator: 'InstanceNormalization',
      inputs: ['grouped', 'ones', 'zeros'],
      outputs: ['normal'],
      attributes: { epsilon: { float: 0.01 } },
    },
    node('Shape', ['x'], 'shape'),
    node('Reshape', ['normal', 'shape'], 'back'),
    node('Mul', ['back', 'gamma'], 'scaled'),
    node('Add', ['scaled', 'beta'], 'y'),
  ],
  initializers: [
    { name: 'groups', shape: [3], dtype: 'int64', values: [0, 3, -1] },
    { name: 'ones', shape: [3], values: ones },
    { name: 'zeros', shape: [3], values: [0, 0, 0] },
    { name: 'gamma', shape: [6, 1, 1], values: wave(6) },
    { name: 'beta', shape: [6, 1, 1], values: wave(6, 0.3) },
  ],
});

const TYPES = ['InputLayer', 'RMSNormalization'];

/** Normalizations spelled out in primitives, with the types of the layers that they become. */
export const NORMALIZATION_SAMPLES: readonly (readonly [string, TestModel, readonly string[]])[] = [
  [
    'a normalization by the root mean square, divided by it',
    rms([node('Div', ['x', 'root'], 'normal')]),
    TYPES,
  ],
  [
    'a normalization by the root mean square, multiplied with its reciprocal',
    rms([node('Reciprocal', ['root'], 'inverse'), node('Mul', ['x', 'inverse'], 'normal')]),
    TYPES,
  ],
  [
    'a normalization by the root mean square, multiplied with one divided by it',
    rms([node('Div', ['one', 'root'], 'inverse'), node('Mul', ['x', 'inverse'], 'normal')]),
    TYPES,
  ],
  [
    'a layer normalization whose axis counts from the front',
    layer((input, output) => node('ReduceMean', [input], output, 2), 17),
    ['InputLayer', 'LayerNormalization'],
  ],
  [
    'a layer normalization whose axis is an input',
    layer((input, output) => node('ReduceMean', [input, 'axes'], output), 18),
    ['InputLayer', 'LayerNormalization'],
  ],
  [
    'a normalization over an axis in the middle, which stays in its steps',
    layer((input, output) => node('ReduceMean', [input], output, 1), 17),
    'Binary Binary Binary Binary Binary InputLayer Reduce Reduce Subtract Unary'.split(' '),
  ],
  ['a group normalization', groups([1, 1, 1]), ['InputLayer', 'GroupNormalization']],
  [
    'a group normalization with a scale for each group, which stays in its steps',
    groups([1, 2, 1]),
    'Binary Binary InputLayer InstanceNormalization Reshape Reshape'.split(' '),
  ],
];
