import type { TestModel, TestNode } from '../testing.ts';

const x34 = { inputs: [['x', ['N', 3, 4]]], outputs: [['y', null]] } as const satisfies Partial<TestModel>;
const flag = (name: string, isTrue: boolean) => ({
  name,
  shape: [],
  dtype: 'bool' as const,
  values: [isTrue ? 1 : 0],
});
const ints = (name: string, values: readonly number[], shape: readonly number[] = [values.length]) => ({
  name,
  shape,
  dtype: 'int64' as const,
  values,
});

/** Whether the sum of x is large, in `isLarge`; `limit` is an initializer. */
const isLarge: readonly TestNode[] = [
  { operator: 'ReduceSum', inputs: ['x'], outputs: ['sum'], attributes: { keepdims: { int: 0 } } },
  { operator: 'Greater', inputs: ['sum', 'limit'], outputs: ['isLarge'] },
];
const limit = { name: 'limit', shape: [], values: [0.1] };

/** Small models that hold what no layer says: each comes in, and goes back to ONNX with the same outputs. */
export const CARRIED_SAMPLES: readonly (readonly [string, TestModel])[] = [
  [
    'a sequence of tensors',
    {
      ...x34,
      nodes: [
        { operator: 'SplitToSequence', inputs: ['x'], outputs: ['parts'], attributes: { axis: { int: 2 } } },
        { operator: 'SequenceAt', inputs: ['parts', 'one'], outputs: ['part'] },
        { operator: 'SequenceInsert', inputs: ['parts', 'part'], outputs: ['more'] },
        {
          operator: 'ConcatFromSequence',
          inputs: ['more'],
          outputs: ['all'],
          attributes: { axis: { int: 1 } },
        },
        { operator: 'Relu', inputs: ['all'], outputs: ['y'] },
      ],
      initializers: [ints('one', [1], [])],
    },
  ],
  [
    'a loop of an old operator set that keeps and collects, with Unsqueeze as it was',
    {
      ...x34,
      outputs: [
        ['y', null],
        ['all', null],
      ],
      opset: 11,
      nodes: [
        {
          operator: 'Loop',
          inputs: ['three', 'yes', 'x'],
          outputs: ['last', 'all'],
          graphs: {
            body: {
              nodes: [
                { operator: 'Identity', inputs: ['go'], outputs: ['on'] },
                { operator: 'Mul', inputs: ['kept', 'half'], outputs: ['next'] },
                { operator: 'Add', inputs: ['next', 'x'], outputs: ['sum'] },
                {
                  operator: 'Unsqueeze',
                  inputs: ['sum'],
                  outputs: ['row'],
                  attributes: { axes: { ints: [0] } },
                },
              ],
              inputs: [
                ['round', [], 'int64'],
                ['go', [], 'bool'],
                ['kept', ['N', 3, 4]],
              ],
              outputs: [
                ['on', [], 'bool'],
                ['next', ['N', 3, 4]],
                ['row', null],
              ],
            },
          },
        },
        { operator: 'Relu', inputs: ['last'], outputs: ['y'] },
      ],
      initializers: [ints('three', [3], []), flag('yes', true), { name: 'half', shape: [], values: [0.5] }],
    },
  ],
  [
    'operators that have another name or form by now',
    {
      ...x34,
      opset: 9,
      nodes: [
        {
          operator: 'Scatter',
          inputs: ['x', 'places', 'updates'],
          outputs: ['scattered'],
          attributes: { axis: { int: 2 } },
        },
        { operator: 'Hardmax', inputs: ['scattered'], outputs: ['hot'], attributes: { axis: { int: -1 } } },
        { operator: 'Unsqueeze', inputs: ['hot'], outputs: ['maps'], attributes: { axes: { ints: [1] } } },
        { operator: 'Upsample', inputs: ['maps', 'factors'], outputs: ['large'] },
        { operator: 'Relu', inputs: ['large'], outputs: ['y'] },
      ],
      initializers: [
        ints('places', [1, 0], [1, 1, 2]),
        { name: 'updates', shape: [1, 1, 2], values: [5, -5] },
        { name: 'factors', shape: [4], values: [1, 1, 1.5, 2] },
      ],
    },
  ],
  [
    'a function that branches, called in a branch, its attribute read within',
    {
      ...x34,
      domains: { own: 1 },
      nodes: [
        ...isLarge,
        {
          operator: 'If',
          inputs: ['isLarge'],
          outputs: ['y'],
          graphs: {
            then_branch: {
              nodes: [
                {
                  operator: 'leaky',
                  domain: 'own',
                  inputs: ['x'],
                  outputs: ['t'],
                  attributes: { slope: { float: 0.3 } },
                },
              ],
              inputs: [],
              outputs: [['t', null]],
            },
            else_branch: {
              nodes: [{ operator: 'Neg', inputs: ['x'], outputs: ['e'] }],
              inputs: [],
              outputs: [['e', null]],
            },
          },
        },
      ],
      initializers: [limit],
      functions: [
        {
          name: 'leaky',
          domain: 'own',
          inputs: ['a'],
          outputs: ['b'],
          attributes: ['slope'],
          nodes: [
            { operator: 'ReduceMax', inputs: ['a'], outputs: ['m'], attributes: { keepdims: { int: 0 } } },
            { operator: 'Greater', inputs: ['m', 'm'], outputs: ['never'] },
            {
              operator: 'If',
              inputs: ['never'],
              outputs: ['b'],
              graphs: {
                then_branch: {
                  nodes: [{ operator: 'Identity', inputs: ['a'], outputs: ['p'] }],
                  inputs: [],
                  outputs: [['p', null]],
                },
                else_branch: {
                  nodes: [
                    {
                      operator: 'LeakyRelu',
                      inputs: ['a'],
                      outputs: ['q'],
                      attributes: { alpha: { reference: 'slope', type: 1 } },
                    },
                  ],
                  inputs: [],
                  outputs: [['q', null]],
                },
              },
            },
          ],
        },
      ],
    },
  ],
  [
    'words that are compared',
    {
      ...x34,
      opset: 19,
      nodes: [
        {
          operator: 'Constant',
          inputs: [],
          outputs: ['a'],
          attributes: { value_strings: { strings: ['u', 'v', 'w', 'x'] } },
        },
        {
          operator: 'Constant',
          inputs: [],
          outputs: ['b'],
          attributes: { value_strings: { strings: ['u', 'no', 'w', ''] } },
        },
        { operator: 'Equal', inputs: ['a', 'b'], outputs: ['same'] },
        { operator: 'Where', inputs: ['same', 'x', 'zero'], outputs: ['y'] },
      ],
      initializers: [{ name: 'zero', shape: [], values: [0] }],
    },
  ],
  [
    'a weight of 4-bit numbers and one of mostly zeros',
    {
      ...x34,
      opset: 21,
      irVersion: 10,
      nodes: [
        { operator: 'DequantizeLinear', inputs: ['small', 'scale'], outputs: ['wide'] },
        { operator: 'MatMul', inputs: ['x', 'wide'], outputs: ['m'] },
        { operator: 'Add', inputs: ['m', 'rare'], outputs: ['y'] },
      ],
      // Two numbers a byte, the first in the low half: 1, 2, -1, 7, ...
      initializers: [
        { name: 'small', shape: [4, 2], type: 22, raw: Uint8Array.of(0x21, 0x7f, 0xa3, 0x5c) },
        { name: 'scale', shape: [], values: [0.25] },
      ],
      sparse: [{ name: 'rare', shape: [3, 2], values: [1.5, -2], places: [1, 4] }],
    },
  ],
  [
    'inputs in an order and under names that no layers have',
    {
      inputs: [
        ['serving:0', ['N', 3]],
        ['b', ['N', 3]],
        ['a', ['N', 3]],
      ],
      outputs: [['result:0', null]],
      nodes: [
        { operator: 'Sub', inputs: ['a', 'b'], outputs: ['difference'] },
        { operator: 'Mul', inputs: ['difference', 'serving:0'], outputs: ['result:0'] },
      ],
    },
  ],
];
