import { wave } from '../onnx-samples.ts';
import type { TestModel, TestNode } from '../testing.ts';

const node = (operator: string, inputs: readonly string[], output: string): TestNode => ({
  operator,
  inputs,
  outputs: [output],
  ...(operator === 'ReduceMean' ? { attributes: { axes: { ints: [-1] } } } : {}),
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
];
