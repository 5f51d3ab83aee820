import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseDocument } from '../../shared/document/serialize.ts';
import { wave } from '../../shared/importers/onnx/onnx-samples.ts';
import {
  importTest,
  onnxBytes,
  type TestModel,
  type TestTensor,
} from '../../shared/importers/onnx/testing.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { halfBits } from '../../shared/layers/arithmetic/half-floats.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { exportOnnx } from '../onnx/export-onnx.ts';
import { runOnnxFile } from '../onnx/runtime.ts';
import { readRunWeights } from '../runs/run-weights.ts';
import { temporaryFolder } from '../training/testing.ts';
import { runImportJob } from './import-job.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

function half(name: string, shape: readonly number[], step: number, offset = 0): TestTensor {
  const values = wave(
    shape.reduce((a, b) => a * b, 1),
    step,
  ).map(value => 0.4 * value + offset);
  const raw = new Uint8Array(Uint16Array.from(values, halfBits).buffer);
  return { name, shape, dtype: 'float16', raw };
}

/** A small network as PyTorch writes one after `.half()`: the last matrix transposed, a mean over all positions, a scale. */
const NETWORK: TestModel = {
  inputs: [['x', ['N', 3, 8, 8], 'float16']],
  outputs: [['y', ['N', 5], 'float16']],
  initializers: [
    half('w', [4, 3, 3, 3], 0.7),
    half('b', [4], 1.3),
    half('scale', [4], 0.3, 1),
    half('shift', [4], 0.9),
    half('mean', [4], 0.5),
    half('variance', [4], 0.2, 1),
    half('factor', [], 0.77, 0.3),
    half('fc.w', [5, 4], 1.1),
    half('fc.b', [5], 0.6),
  ],
  nodes: [
    {
      operator: 'Conv',
      inputs: ['x', 'w', 'b'],
      outputs: ['conv'],
      attributes: { pads: { ints: [1, 1, 1, 1] } },
    },
    {
      operator: 'BatchNormalization',
      inputs: ['conv', 'scale', 'shift', 'mean', 'variance'],
      outputs: ['normal'],
    },
    { operator: 'Relu', inputs: ['normal'], outputs: ['relu'] },
    { operator: 'Mul', inputs: ['relu', 'factor'], outputs: ['scaled'] },
    { operator: 'GlobalAveragePool', inputs: ['scaled'], outputs: ['pooled'] },
    { operator: 'Flatten', inputs: ['pooled'], outputs: ['flat'] },
    {
      operator: 'Gemm',
      inputs: ['flat', 'fc.w', 'fc.b'],
      outputs: ['y'],
      attributes: { transB: { int: 1 } },
    },
  ],
};

it('opens a file of half precision as layers and gives it back in half precision, to the last bit', async () => {
  const [file, back] = [path.join(folder, 'half.onnx'), path.join(folder, 'back.onnx')];
  await writeFile(file, onnxBytes(NETWORK));
  const { text, run } = await runImportJob({ file, run: { among: path.join(folder, 'runs') } });
  const document = parseDocument(text);
  const inference = inferDocument(document);
  expect(Object.values(document.nodes).map(({ type }) => type)).toEqual(
    'InputLayer Conv2D BatchNormalization ReLU Binary GlobalAveragePooling2D Flatten Dense'.split(' '),
  );
  const values = [...inference.nodes.values()].map(({ outputs: [value] }) => value?.dtype);
  expect(new Set(values)).toEqual(new Set(['float16']));
  // By hand: 4 · 3 · 9 + 4 of the convolution, 4 · 4 of the normalization, 5 · 4 + 5 of the last layer.
  const counts = [...inference.nodes.values()].flatMap(node => node.ownWeights);
  expect(counts.map(({ shape }) => shape.reduce((a, b) => a * b, 1)).reduce((a, b) => a + b)).toBe(153);
  expect(new Set(counts.map(({ dtype }) => dtype))).toEqual(new Set(['float16']));
  const engine = await loadEngine('javascript');
  const weights = run === null ? undefined : await readRunWeights(run);
  const { verification } = await exportOnnx({ document, output: back, weights, seed: 1, engine });
  expect(verification?.maxRelDiff).toBeLessThan(1e-4);
  expect(verification?.notCompared).toMatch(/compared in float32.* was run/);
  const data = Float32Array.from(wave(2 * 3 * 64, 0.37));
  const inputs = new Map([['x', { shape: [2, 3, 8, 8], data }]]);
  const [before, after] = [await runOnnxFile(file, inputs), await runOnnxFile(back, inputs)];
  expect(before.outputs.get('y')?.data.every(value => Number.isFinite(value) && value !== 0)).toBe(true);
  expect(after.outputs.get('y')).toEqual(before.outputs.get('y'));
});

it('writes what was never trained in half precision: ONNX Runtime takes the file', async () => {
  const { document } = importTest(NETWORK);
  const output = path.join(folder, 'fresh.onnx');
  const engine = await loadEngine('javascript');
  const { verification } = await exportOnnx({ document, output, seed: 1, engine });
  expect(verification?.notCompared).toMatch(/was run/);
});

it('notices a mistake in a file of half precision, too', async () => {
  const { document } = importTest(NETWORK);
  const output = path.join(folder, 'wrong.onnx');
  const engine = await loadEngine('javascript');
  const alter: Parameters<typeof exportOnnx>[0]['alter'] = model => {
    const initializers = model.graph.initializers.map(given =>
      given.shape.length === 4 ? { ...given, data: () => given.data().slice().reverse() } : given,
    );
    return { ...model, graph: { ...model.graph, initializers } };
  };
  await expect(exportOnnx({ document, output, seed: 1, engine, alter })).rejects.toMatchObject({
    code: 'export.difference',
  });
});

it('keeps the operator set, in which a GELU is one operator that rounds once', async () => {
  const [file, back] = [path.join(folder, 'gelu.onnx'), path.join(folder, 'gelu-back.onnx')];
  const bytes = onnxBytes({
    opset: 20,
    inputs: [['x', ['N', 64], 'float16']],
    outputs: [['y', ['N', 64], 'float16']],
    nodes: [{ operator: 'Gelu', inputs: ['x'], outputs: ['y'] }],
  });
  await writeFile(file, bytes);
  const { document } = importTest(bytes);
  expect(document.onnx?.opset).toBe(20);
  expect(Object.values(document.nodes).map(({ type }) => type)).toEqual(['InputLayer', 'Activation']);
  await exportOnnx({ document, output: back, seed: 1, engine: null });
  const data = Float32Array.from(wave(128, 0.37)).map(value => 3 * value);
  const inputs = new Map([['x', { shape: [2, 64], data }]]);
  const [before, after] = [await runOnnxFile(file, inputs), await runOnnxFile(back, inputs)];
  expect(after.outputs.get('y')).toEqual(before.outputs.get('y'));
});

it('writes the constants of a layer in half precision: the scale 1 and shift 0 of a group normalization', async () => {
  const [file, back] = [path.join(folder, 'groups.onnx'), path.join(folder, 'groups-back.onnx')];
  const spelled = (name: string, values: readonly number[]): TestTensor => ({
    name,
    shape: [values.length],
    dtype: 'float16',
    raw: new Uint8Array(Uint16Array.from(values, halfBits).buffer),
  });
  const bytes = onnxBytes({
    inputs: [['x', ['N', 4, 3, 3], 'float16']],
    outputs: [['y', null, 'float16']],
    initializers: [
      { name: 'groups', shape: [3], dtype: 'int64', values: [0, 2, -1] },
      spelled('ones', [1, 1]),
      spelled('zeros', [0, 0]),
      half('gamma', [4, 1, 1], 0.7, 1),
      half('beta', [4, 1, 1], 0.4),
    ],
    nodes: [
      { operator: 'Reshape', inputs: ['x', 'groups'], outputs: ['grouped'] },
      { operator: 'InstanceNormalization', inputs: ['grouped', 'ones', 'zeros'], outputs: ['normal'] },
      { operator: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { operator: 'Reshape', inputs: ['normal', 'shape'], outputs: ['restored'] },
      { operator: 'Mul', inputs: ['restored', 'gamma'], outputs: ['scaled'] },
      { operator: 'Add', inputs: ['scaled', 'beta'], outputs: ['y'] },
    ],
  });
  await writeFile(file, bytes);
  const { text, run } = await runImportJob({ file, run: { among: path.join(folder, 'groups-runs') } });
  const document = parseDocument(text);
  expect(Object.values(document.nodes).map(({ type }) => type)).toEqual(['InputLayer', 'GroupNormalization']);
  const weights = run === null ? undefined : await readRunWeights(run);
  await exportOnnx({ document, output: back, weights, seed: 1, engine: null });
  const data = Float32Array.from(wave(72, 0.37));
  const inputs = new Map([['x', { shape: [2, 4, 3, 3], data }]]);
  const [before, after] = [await runOnnxFile(file, inputs), await runOnnxFile(back, inputs)];
  expect(after.outputs.get('y')).toEqual(before.outputs.get('y'));
});
