import { expect, it } from 'vitest';
import { buildKerasModel } from '../../exporters/keras/build-keras-model.ts';
import { inferDocument } from '../../inference/infer.ts';
import { importTest, type TestModel } from './testing.ts';

const values = (count: number) => Array.from({ length: count }, (_, i) => i / 7 - 1);

function typesOf(model: TestModel): Record<string, string> {
  const { document } = importTest(model);
  return Object.fromEntries(Object.entries(document.nodes).map(([name, node]) => [name, node.type]));
}

it('shows maps as they are, brings kernels to their order and keeps the names', () => {
  const { document, weights, report } = importTest({
    nodes: [
      {
        operator: 'Conv',
        name: '/features/conv 1',
        inputs: ['image', 'w', 'b'],
        outputs: ['maps'],
        attributes: { pads: { ints: [1, 0, 1, 2] }, strides: { ints: [2, 1] } },
      },
      { operator: 'Relu', inputs: ['maps'], outputs: ['out'] },
    ],
    inputs: [['image', ['batch', 2, 5, 6]]],
    outputs: [['out', null]],
    initializers: [
      { name: 'w', shape: [4, 2, 3, 1], values: values(24) },
      { name: 'b', shape: [4], values: [1, 2, 3, 4] },
    ],
  });
  expect(document.nodes['features/conv_1']).toEqual({
    type: 'Conv2D',
    parameters: {
      filters: 4,
      kernel_size: [3, 1],
      strides: [2, 1],
      padding: [
        [1, 1],
        [0, 2],
      ],
      data_format: 'channels_first',
    },
  });
  expect(Object.keys(document.nodes)).toEqual(['image', 'features/conv_1', 'out']);
  // ⌊(5 + 2 − 3) / 2⌋ + 1 = 3 rows, 6 + 2 = 8 columns.
  expect(inferDocument(document).nodes.get('out')?.outputs[0]?.shape).toEqual(['N', 4, 3, 8]);
  const kernel = weights.find(({ name }) => name === 'features/conv_1/kernel');
  expect(kernel?.shape).toEqual([3, 1, 2, 4]);
  // Element (h 1, w 0, c 1, filter 2) stood at (2, 1, 1, 0): 2 · 6 + 1 · 3 + 1 = 16.
  expect(kernel?.read()[1 * 8 + 1 * 4 + 2]).toBeCloseTo(16 / 7 - 1, 6);
  expect(report.parameters).toBe(28);
  expect(report.entries.map(({ kind }) => kind)).toEqual(['layer', 'layer']);
});

it('computes arithmetic on shapes away, the batch included', () => {
  const int = (name: string, list: readonly number[], shape = [list.length]) => ({
    name,
    shape,
    dtype: 'int64' as const,
    values: list,
  });
  const types = typesOf({
    nodes: [
      { operator: 'Shape', inputs: ['x'], outputs: ['s'] },
      { operator: 'Gather', inputs: ['s', 'zero'], outputs: ['n'] },
      { operator: 'Unsqueeze', inputs: ['n', 'axis'], outputs: ['n1'] },
      { operator: 'Concat', inputs: ['n1', 'rest'], outputs: ['to'], attributes: { axis: { int: 0 } } },
      { operator: 'Reshape', inputs: ['x', 'to'], outputs: ['y'] },
    ],
    inputs: [['x', ['batch', 4, 3]]],
    outputs: [['y', null]],
    initializers: [int('zero', [0], []), int('axis', [0]), int('rest', [2, -1])],
  });
  expect(types).toEqual({ x: 'InputLayer', y: 'Reshape' });
});

it('uses one weight once where two layers share it', () => {
  const dense = (from: string, to: string) => ({
    operator: 'MatMul',
    inputs: [from, 'w'],
    outputs: [to],
    name: to,
  });
  const { document, weights } = importTest({
    nodes: [dense('x', 'a'), dense('a', 'y')],
    inputs: [['x', ['N', 3]]],
    outputs: [['y', null]],
    initializers: [{ name: 'w', shape: [3, 3], values: values(9) }],
  });
  expect(document.nodes.y?.weightsOf).toBe('a');
  expect(weights.map(({ name }) => name)).toEqual(['a/kernel']);
});

it('recognises what is spelled out in primitives, and leaves it alone where something else reads a part', () => {
  const scalar = (name: string, value: number) => ({ name, shape: [], values: [value] });
  const gelu = {
    nodes: [
      { operator: 'Div', inputs: ['x', 'root'], outputs: ['a'] },
      { operator: 'Erf', inputs: ['a'], outputs: ['b'] },
      { operator: 'Add', inputs: ['b', 'one'], outputs: ['c'] },
      { operator: 'Mul', inputs: ['x', 'c'], outputs: ['d'] },
      { operator: 'Mul', inputs: ['d', 'half'], outputs: ['y'] },
    ],
    inputs: [['x', ['N', 4]]],
    outputs: [['y', null]],
    initializers: [scalar('root', Math.SQRT2), scalar('one', 1), scalar('half', 0.5)],
  } satisfies TestModel;
  const { document, report } = importTest(gelu);
  expect(document.nodes.y).toEqual({ type: 'Activation', parameters: { activation: 'gelu' } });
  expect(report.entries[0]?.source).toBe('Div + Erf + Add + Mul + Mul "y"');
  expect(
    Object.keys(
      typesOf({
        ...gelu,
        outputs: [
          ['y', null],
          ['b', null],
        ],
      }),
    ),
  ).toEqual(['x', 'a', 'b', 'c', 'd', 'y']);
});

it('carries what no layer says, with attributes, weights and what the file tells of its shape', () => {
  const { document, weights, report } = importTest({
    nodes: [
      {
        operator: 'Wavelet',
        domain: 'my.ops',
        name: 'w1',
        inputs: ['x', '', 'table'],
        outputs: ['y'],
        attributes: { level: { int: 3 } },
      },
    ],
    inputs: [['x', ['N', 4]]],
    outputs: [['y', ['N', 2]]],
    initializers: [{ name: 'table', shape: [2], dtype: 'int64', values: [5, 6] }],
    domains: { 'my.ops': 4 },
  });
  expect(document.nodes.y?.type).toBe('OnnxOperator');
  expect(document.nodes.y?.parameters).toMatchObject({
    operator: 'Wavelet',
    domain: 'my.ops',
    version: 4,
    inputs: ['wire', 'none', { dtype: 'int64', shape: [2] }],
    outputs: [{ dtype: 'float32', shape: ['N', 2] }],
  });
  expect(weights.map(({ name, dtype }) => [name, dtype])).toEqual([['y/input_2', 'int64']]);
  expect(inferDocument(document).nodes.get('y')?.outputs[0]?.shape).toEqual(['N', 2]);
  expect(report.entries[0]).toMatchObject({ kind: 'operator', layers: ['y'] });
});

it('keeps a fixed batch and inputs without one', () => {
  const { document } = importTest({
    nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['y'] }],
    inputs: [
      ['x', [2, 3]],
      ['n', [], 'int64'],
    ],
    outputs: [['y', null]],
  });
  expect(document.nodes.x?.parameters).toEqual({ batch_shape: [2, 3] });
  expect(document.nodes.n?.parameters).toEqual({ batch_shape: [], dtype: 'int64' });
});

it('puts nodes in order that a converter left at the end, as casts around a network', () => {
  const { document, report } = importTest({
    inputs: [['x', ['N', 4]]],
    outputs: [['y', ['N', 4]]],
    nodes: [
      { operator: 'Relu', inputs: ['z'], outputs: ['y'] },
      { operator: 'Neg', inputs: ['x'], outputs: ['z'] },
    ],
  });
  expect(report.entries.every(({ kind }) => kind === 'layer')).toBe(true);
  expect(document.edges.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(['x z', 'z y']);
});

it('computes comparisons of constants away, and keeps the batch where elements are lined up and brought back', () => {
  const { document, report, weights } = importTest({
    inputs: [['x', ['N', 3]]],
    outputs: [['y', null]],
    nodes: [
      { operator: 'GreaterOrEqual', inputs: ['places', 'one'], outputs: ['late'] },
      { operator: 'LessOrEqual', inputs: ['places', 'one'], outputs: ['early'] },
      { operator: 'And', inputs: ['late', 'early'], outputs: ['second'] },
      { operator: 'Cast', inputs: ['second'], outputs: ['mask'], attributes: { to: { int: 1 } } },
      { operator: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { operator: 'Reshape', inputs: ['x', 'line'], outputs: ['flat'] },
      { operator: 'Reshape', inputs: ['flat', 'shape'], outputs: ['back'] },
      { operator: 'Mul', inputs: ['back', 'mask'], outputs: ['y'] },
    ],
    initializers: [
      { name: 'places', shape: [3], dtype: 'int64', values: [0, 1, 2] },
      { name: 'one', shape: [], dtype: 'int64', values: [1] },
      { name: 'line', shape: [1], dtype: 'int64', values: [-1] },
    ],
  });
  expect(report.entries.filter(({ kind }) => kind === 'operator')).toEqual([]);
  const inference = inferDocument(document);
  expect(inference.nodes.get('y')?.outputs[0]?.shape).toEqual(['N', 3]);
  // ONNX Runtime gives [[0, 5, 0]] for [[4, 5, 6]].
  expect(document.nodes.y).toMatchObject({ type: 'Binary', parameters: { value_shape: [3] } });
  expect(weights.map(({ name, read }) => [name, [...read()]])).toEqual([['y/value', [0, 1, 0]]]);
});

/** What a runtime of its own computes, and behind it what a layer would say, were its input's shape told. */
const BLIND: TestModel = {
  domains: { 'my.ops': 1 },
  nodes: [
    { operator: 'Wavelet', domain: 'my.ops', name: 'own', inputs: ['x'], outputs: ['w'] },
    { operator: 'GlobalAveragePool', name: 'pool', inputs: ['w'], outputs: ['p'] },
    { operator: 'Flatten', name: 'flat', inputs: ['p'], outputs: ['y'] },
  ],
  inputs: [['x', ['N', 2, 4, 4]]],
  outputs: [['y', null]],
};

it('tells an operator that no layer says from one whose input has no known shape', () => {
  const notes = importTest(BLIND).report.entries.map(({ source, note }) => `${source}: ${note}`);
  expect(notes).toEqual([
    'Wavelet "own": Carried unchanged: there is no layer that says the same.',
    'GlobalAveragePool "pool": Carried unchanged: the file does not tell the shape of its input "w", which a layer needs.',
    expect.stringMatching(
      /^Flatten "flat": Carried unchanged: the file does not tell the shape of its input "p"/,
    ),
  ]);
});

it('names every carried operator that Keras cannot say, not the last alone', () => {
  const { document } = importTest(BLIND);
  expect(() => buildKerasModel('blind', inferDocument(document))).toThrow(
    /these layers: own .*; pool .*; (flat|y) .*Replace them/,
  );
});
