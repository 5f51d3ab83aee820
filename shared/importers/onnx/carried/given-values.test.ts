import { expect, it } from 'vitest';
import { inferDocument } from '../../../inference/infer.ts';
import { importTest, type TestNode, type TestValue } from '../testing.ts';
import { CARRIED_SAMPLES } from './carried-samples.ts';

/** Type and extents of the layers of a sample, by name. */
function valuesOf(title: string): Readonly<Record<string, unknown>> {
  const sample = CARRIED_SAMPLES.find(([name]) => name.includes(title));
  if (!sample) throw new Error(`There is no sample "${title}".`);
  const { nodes } = inferDocument(importTest(sample[1]).document);
  return Object.fromEntries(
    [...nodes.values()].map(({ name, outputs }) => [name, outputs.map(({ dtype, shape }) => [dtype, shape])]),
  );
}

// Expected by hand from ONNX, docs/Operators.md.
it('follows what a loop keeps and collects', () => {
  const [kept, collected] = valuesOf('loop').last as [unknown, unknown];
  expect(kept).toEqual(['float32', ['N', 3, 4]]);
  expect(collected).toEqual(['float32', [null, 1, 'N', 3, 4]]);
});

it('follows both branches of an If into a function that branches itself', () => {
  expect(valuesOf('function that branches')).toMatchObject({ y: [['float32', ['N', 3, 4]]] });
});

it('tells 4-bit and sparse weights by type and extents', () => {
  const { document, report } = importTest(
    CARRIED_SAMPLES.find(([name]) => name.includes('4-bit'))?.[1] ?? { nodes: [], inputs: [], outputs: [] },
  );
  const { nodes } = inferDocument(document);
  expect(nodes.get('wide')?.outputs[0]).toEqual({ dtype: 'float32', shape: [4, 2] });
  expect(nodes.get('y')?.outputs[0]?.shape).toEqual(['N', 3, 2]);
  expect(report.entries.map(({ kind }) => kind)).not.toContain('refused');
});

it('keeps order and names of inputs and outputs', () => {
  const { document } = importTest(
    CARRIED_SAMPLES.find(([name]) => name.includes('names'))?.[1] ?? { nodes: [], inputs: [], outputs: [] },
  );
  expect(document.onnx).toEqual({
    inputs: ['serving_0', 'b', 'a'],
    names: { serving_0: 'serving:0', result_0: 'result:0' },
  });
});

interface Case {
  readonly node: Omit<TestNode, 'outputs'>;
  readonly inputs: readonly TestValue[];
  readonly expected: readonly unknown[];
}

const maps: TestValue = ['x', [2, 6, 9, 7]];
const cases: Case[] = [
  {
    node: { operator: 'NonMaxSuppression', inputs: ['x', 's'] },
    inputs: [
      ['x', [1, 9, 4]],
      ['s', [1, 2, 9]],
    ],
    expected: ['int64', [null, 3]],
  },
  {
    node: {
      operator: 'RoiAlign',
      inputs: ['x', 'r', 'b'],
      attributes: { output_height: { int: 7 }, output_width: { int: 5 } },
    },
    inputs: [maps, ['r', ['R', 4]], ['b', ['R'], 'int64']],
    expected: ['float32', ['N', 6, 7, 5]],
  },
  { node: { operator: 'NonZero', inputs: ['x'] }, inputs: [maps], expected: ['int64', [4, null]] },
  {
    // (9 + 2 - (2 · (3 - 1) + 1)) / 2 + 1 = 4 and (7 - 5) / 1 + 1 = 3.
    node: {
      operator: 'MaxPool',
      inputs: ['x'],
      attributes: {
        kernel_shape: { ints: [3, 3] },
        dilations: { ints: [2, 2] },
        strides: { ints: [2, 1] },
        pads: { ints: [1, 0, 1, 0] },
      },
    },
    inputs: [maps],
    expected: ['float32', [2, 6, 4, 3]],
  },
  {
    // 2 · (9 - 1) + 3 - 2 = 17 and 7 + 3 - 1 - 2 = 7; two groups of five filters.
    node: {
      operator: 'ConvTranspose',
      inputs: ['x', 'w'],
      attributes: { group: { int: 2 }, strides: { ints: [2, 1] }, pads: { ints: [1, 1, 1, 1] } },
    },
    inputs: [maps, ['w', [6, 5, 3, 3]]],
    expected: ['float32', [2, 10, 17, 7]],
  },
  {
    node: { operator: 'GridSample', inputs: ['x', 'g'] },
    inputs: [maps, ['g', [2, 3, 4, 2]]],
    expected: ['float32', [2, 6, 3, 4]],
  },
  {
    node: {
      operator: 'Multinomial',
      inputs: ['x'],
      attributes: { sample_size: { int: 5 }, dtype: { int: 7 } },
    },
    inputs: [['x', ['N', 9]]],
    expected: ['int64', ['N', 5]],
  },
  {
    node: { operator: 'DynamicQuantizeLinear', inputs: ['x'] },
    inputs: [maps],
    expected: ['uint8', [2, 6, 9, 7]],
  },
];

cases.push(
  {
    // Two indices for each of three samples choose six elements.
    node: { operator: 'ArrayFeatureExtractor', domain: 'ai.onnx.ml', inputs: ['x', 'i'] },
    inputs: [
      ['x', [1, 60]],
      ['i', [3, 2], 'int64'],
    ],
    expected: ['float32', [1, 6]],
  },
  {
    node: {
      operator: 'LinearClassifier',
      domain: 'ai.onnx.ml',
      inputs: ['x'],
      attributes: { classlabels_strings: { strings: ['no', 'yes'] }, coefficients: { floats: [1, 2] } },
    },
    inputs: [['x', ['N', 1]]],
    expected: ['string', ['N']],
  },
);

it.each(cases)('tells what $node.operator gives', ({ node, inputs, expected }) => {
  const { document } = importTest({
    nodes: [
      { ...node, outputs: ['made'] },
      { operator: 'Identity', inputs: ['made'], outputs: ['y'] },
    ],
    inputs,
    domains: { 'ai.onnx.ml': 3 },
    outputs: [['y', null]],
  });
  const { dtype, shape } = inferDocument(document).nodes.get('y')?.outputs[0] ?? {};
  expect([dtype, shape]).toEqual(expected);
});
