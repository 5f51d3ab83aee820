import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { initialWeightStore } from '../initial-weight-store.ts';
import { buildOnnxModel, type OnnxOptions } from './build-model.ts';
import { ExportError } from './export-error.ts';

type Link = readonly [
  name: string,
  type: string,
  parameters?: Record<string, never> | object,
  from?: readonly string[],
];

/** Layers in a line, or fed by the layers named. */
function network(links: readonly Link[], outputs?: readonly string[]): NetloomDocument {
  const base = {
    ...emptyDocument('test'),
    nodes: Object.fromEntries(
      links.map(([name, type, parameters]) => [
        name,
        { type, parameters: (parameters ?? {}) as Record<string, never> },
      ]),
    ),
    edges: links.slice(1).flatMap(([to, , , from], i) =>
      (from ?? [links[i]?.[0] ?? '']).map((source, port) => ({
        from: source,
        to,
        ...(port ? { toPort: port } : {}),
      })),
    ),
  };
  return outputs ? { ...base, outputs } : base;
}

function build(document: NetloomDocument, options: OnnxOptions = {}) {
  const inference = inferDocument(document);
  const weights = initialWeightStore(inference, 1);
  const { model, ...rest } = buildOnnxModel(document.name, inference.graph, inference, weights, options);
  const operators = model.graph.nodes.map(node => node.operator);
  const transposes = operators.filter(operator => operator === 'Transpose').length;
  return { ...rest, model, operators, transposes };
}

const lenet = network([
  ['image', 'InputLayer', { shape: [28, 28, 1] }],
  ['c1', 'Conv2D', { filters: 6, kernel_size: 5, padding: 'same', activation: 'tanh' }],
  ['s2', 'AveragePooling2D', { pool_size: 2 }],
  ['c3', 'Conv2D', { filters: 16, kernel_size: 5, activation: 'tanh' }],
  ['s4', 'AveragePooling2D', { pool_size: 2 }],
  ['flatten', 'Flatten'],
  ['f6', 'Dense', { units: 84, activation: 'tanh' }],
  ['digits', 'Dense', { units: 10, activation: 'softmax' }],
]);

describe('the ONNX graph', () => {
  it('has one transpose in and one before Flatten in a channels-last convolution chain', () => {
    const { operators, model } = build(lenet);
    expect(operators).toEqual(
      'Transpose Conv Tanh AveragePool Conv Tanh AveragePool Transpose Flatten Gemm Tanh Gemm Softmax'.split(
        ' ',
      ),
    );
    expect(model.graph.inputs).toEqual([{ name: 'image', dtype: 'float32', shape: ['N', 28, 28, 1] }]);
    expect(model.graph.outputs).toEqual([{ name: 'digits', dtype: 'float32', shape: ['N', 10] }]);
  });

  it('takes a channels-first input with layout nchw, and then only one transpose', () => {
    const { transposes, model, inputPermutations } = build(lenet, { layout: 'nchw' });
    expect(transposes).toBe(1);
    expect(model.graph.inputs[0]?.shape).toEqual(['N', 1, 28, 28]);
    expect(inputPermutations.get('image')).toEqual([0, 3, 1, 2]);
  });

  it('names tensors after the layers that make them and weights LAYER/WEIGHT, all once', () => {
    const { model } = build(lenet);
    const made = model.graph.nodes.flatMap(node => node.outputs);
    for (const name of ['c1', 's2', 'c3', 's4', 'flatten', 'f6', 'digits']) expect(made).toContain(name);
    const nodeNames = model.graph.nodes.map(node => node.name);
    expect(new Set([...made, 'image']).size).toBe(made.length + 1);
    expect(new Set(nodeNames).size).toBe(nodeNames.length);
    expect(model.graph.initializers.find(({ name }) => name === 'c1/kernel')?.shape).toEqual([6, 1, 5, 5]);
  });

  it('lets a residual block with batch normalization, padding and concatenation pass without a transpose inside', () => {
    const { transposes } = build(
      network([
        ['image', 'InputLayer', { shape: [9, 12, 3] }],
        ['c1', 'Conv2D', { filters: 4, kernel_size: 3, padding: 'same' }],
        ['b1', 'BatchNormalization'],
        ['r1', 'ReLU'],
        ['p1', 'ZeroPadding2D', { padding: 1 }],
        ['c2', 'Conv2D', { filters: 4, kernel_size: 3 }],
        ['sum', 'Add', {}, ['c1', 'c2']],
        ['alpha', 'PReLU'],
        ['both', 'Concatenate', {}, ['alpha', 'b1']],
        ['crop', 'Cropping2D', { cropping: 1 }],
        ['up', 'UpSampling2D', { size: 2 }],
        ['mean', 'GlobalAveragePooling2D'],
        ['out', 'Dense', { units: 2 }],
      ]),
    );
    expect(transposes).toBe(1);
  });

  it('writes no transpose for channels-first layers', () => {
    const format = { data_format: 'channels_first' };
    const { transposes } = build(
      network([
        ['image', 'InputLayer', { shape: [3, 9, 12] }],
        ['c1', 'Conv2D', { filters: 4, kernel_size: 3, ...format }],
        ['p1', 'MaxPooling2D', { ...format }],
      ]),
      { layout: 'nchw' },
    );
    expect(transposes).toBe(0);
  });

  it('keeps the result in the document order where it leaves the network', () => {
    const { operators, model } = build(
      network([
        ['image', 'InputLayer', { shape: [9, 12, 3] }],
        ['c1', 'Conv2D', { filters: 4, kernel_size: 3, activation: 'softmax' }],
      ]),
    );
    expect(operators).toEqual(['Transpose', 'Conv', 'Softmax', 'Transpose']);
    expect(model.graph.nodes[2]?.attributes.axis).toEqual({ int: 1 });
    expect(model.graph.nodes[3]?.outputs).toEqual(['c1']);
  });

  it('writes tied weights once and leaves out what no output needs', () => {
    const document = network(
      [
        ['a', 'InputLayer', { shape: [5] }],
        ['d1', 'Dense', { units: 5 }],
        ['d2', 'Dense', { units: 5 }],
        ['aside', 'Dense', { units: 7 }, ['d1']],
      ],
      ['d2'],
    );
    const d2 = { ...document.nodes.d2, type: 'Dense', parameters: { units: 5 }, weightsOf: 'd1' };
    const { model } = build({ ...document, nodes: { ...document.nodes, d2 } });
    expect(model.graph.initializers.map(({ name }) => name)).toEqual(['d1/kernel', 'd1/bias']);
    expect(model.graph.nodes.map(({ name }) => name)).toEqual(['d1', 'd2']);
  });

  it('passes a dropout at the end through an Identity of its name', () => {
    const { model } = build(
      network([
        ['a', 'InputLayer', { shape: [5] }],
        ['d', 'Dense', {}],
        ['drop', 'Dropout', {}],
      ]),
    );
    expect(model.graph.nodes.map(({ operator, name }) => [operator, name])).toEqual([
      ['Gemm', 'd'],
      ['Identity', 'drop'],
    ]);
  });

  it('refuses an unknown operator set and a network with errors', () => {
    expect(() => build(lenet, { opset: 12 })).toThrow(ExportError);
    expect(() =>
      build(
        network([
          ['a', 'InputLayer', { shape: [null] }],
          ['d', 'Dense', {}],
        ]),
      ),
    ).toThrow(/known last axis/);
    expect(() => build(network([]))).toThrow(/no layers/);
  });
});
