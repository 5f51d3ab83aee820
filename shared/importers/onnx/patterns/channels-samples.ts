import { wave } from '../onnx-samples.ts';
import type { TestModel, TestNode, TestTensor } from '../testing.ts';

const tensor = (name: string, shape: readonly number[]): TestTensor => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { name, shape, values: wave(size, 0.29 + name.length / 40) };
};
const moved = (from: string, to: string, perm: readonly number[]): TestNode => ({
  operator: 'Transpose',
  inputs: [from],
  outputs: [to],
  attributes: { perm: { ints: perm } },
});

/** Pictures with the channels behind, as files made from Keras's or TensorFlow's models have them: two branches that join. */
const pictures = (outputs: TestModel['outputs']): TestModel => ({
  inputs: [['x', ['N', 6, 5, 2]]],
  outputs,
  nodes: [
    moved('x', 'front', [0, 3, 1, 2]),
    {
      operator: 'Conv',
      inputs: ['front', 'w', 'b'],
      outputs: ['maps'],
      attributes: { pads: { ints: [1, 1, 1, 1] } },
    },
    {
      operator: 'BatchNormalization',
      inputs: ['maps', 'gamma', 'beta', 'mean', 'spread'],
      outputs: ['norm'],
    },
    { operator: 'Relu', inputs: ['norm'], outputs: ['left'] },
    {
      operator: 'MaxPool',
      inputs: ['norm'],
      outputs: ['right'],
      attributes: { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } },
    },
    { operator: 'Concat', inputs: ['left', 'right'], outputs: ['joined'], attributes: { axis: { int: 1 } } },
    { operator: 'Softmax', inputs: ['joined'], outputs: ['share'], attributes: { axis: { int: 1 } } },
    moved('share', 'y', [0, 2, 3, 1]),
  ],
  initializers: [
    tensor('w', [3, 2, 3, 3]),
    tensor('b', [3]),
    tensor('gamma', [3]),
    tensor('beta', [3]),
    tensor('mean', [3]),
    { name: 'spread', shape: [3], values: [0.5, 1.5, 2.5] },
  ],
});

/** A distribution over the last axis between two transpositions, as ONNX's own definition of a loss has it: no channels. */
const shares: TestModel = {
  inputs: [['x', ['N', 5, 3]]],
  outputs: [['y', null]],
  nodes: [
    moved('x', 'front', [0, 2, 1]),
    { operator: 'LogSoftmax', inputs: ['front'], outputs: ['share'], attributes: { axis: { int: 2 } } },
    moved('share', 'y', [0, 2, 1]),
  ],
};

/** Files whose layers have the channels behind, with the types of the layers that they become. */
export const CHANNELS_SAMPLES: readonly (readonly [string, TestModel, readonly string[]])[] = [
  [
    'pictures with the channels behind',
    pictures([['y', null]]),
    ['InputLayer', 'Conv2D', 'BatchNormalization', 'ReLU', 'MaxPooling2D', 'Concatenate', 'Softmax'],
  ],
  [
    'pictures with the channels behind, maps given out with them in front',
    pictures([
      ['y', null],
      ['maps', null],
    ]),
    [
      'InputLayer',
      'Conv2D',
      'Permute',
      'BatchNormalization',
      'ReLU',
      'MaxPooling2D',
      'Concatenate',
      'Softmax',
    ],
  ],
  [
    'a distribution over the axis that was brought behind',
    shares,
    ['Activation', 'InputLayer', 'Permute', 'Permute'],
  ],
];
