import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyEdits, type DocumentEdit } from '../../shared/document/edits.ts';
import { edge, insertOnEdge, removeHealing } from '../../shared/document/operations.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import { buildOnnxModel } from '../../shared/exporters/onnx/build-model.ts';
import { wave } from '../../shared/importers/onnx/onnx-samples.ts';
import { onnxBytes, type TestModel } from '../../shared/importers/onnx/testing.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { runOnnxFile } from '../onnx/runtime.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { readRunWeights } from '../runs/run-weights.ts';
import { temporaryFolder } from '../training/testing.ts';
import { runImportJob } from './import-job.ts';

const tensor = (name: string, shape: readonly number[]) => ({
  name,
  shape,
  values: wave(shape.reduce((a, b) => a * b, 1)),
});

/** Two branches, one of them an operator that is carried, that join before a head. */
const MODEL: TestModel = {
  inputs: [['x', ['N', 2, 7, 6]]],
  outputs: [['y', null]],
  nodes: [
    { operator: 'Conv', inputs: ['x', 'w'], outputs: ['stem'] },
    { operator: 'Relu', inputs: ['stem'], outputs: ['active'] },
    { operator: 'Conv', inputs: ['active', 'v'], outputs: ['left'] },
    { operator: 'Sigmoid', inputs: ['left'], outputs: ['gate'] },
    { operator: 'ThresholdedRelu', inputs: ['active'], outputs: ['right'] },
    { operator: 'Concat', inputs: ['gate', 'right'], outputs: ['joined'], attributes: { axis: { int: 1 } } },
    { operator: 'BatchNormalization', inputs: ['joined', 'g', 'h', 'm', 'v2'], outputs: ['normal'] },
    { operator: 'GlobalAveragePool', inputs: ['normal'], outputs: ['pooled'] },
    { operator: 'Flatten', inputs: ['pooled'], outputs: ['flat'] },
    { operator: 'Gemm', inputs: ['flat', 'k', 'c'], outputs: ['y'] },
  ],
  initializers: [
    tensor('w', [4, 2, 3, 3]),
    tensor('v', [3, 4, 1, 1]),
    tensor('g', [7]),
    tensor('h', [7]),
    tensor('m', [7]),
    { name: 'v2', shape: [7], values: [0.5, 1, 1.5, 2, 2.5, 3, 3.5] },
    tensor('k', [7, 5]),
    tensor('c', [5]),
  ],
};

const HEAD = ['joined', 'normal', 'pooled', 'flat', 'y'];
type EditsOf = (document: NetloomDocument) => readonly DocumentEdit[];
/** The edit, the layers whose values change by it, and those that were renamed by it. */
const EDITS: readonly (readonly [string, EditsOf, readonly string[], Readonly<Record<string, string>>])[] = [
  ['nothing', () => [], [], {}],
  [
    'new names of two layers, one with weights',
    () => [
      { kind: 'renameNode', name: 'left', newName: 'projection' },
      { kind: 'renameNode', name: 'right', newName: 'threshold' },
    ],
    [],
    { left: 'projection', right: 'threshold' },
  ],
  [
    'another epsilon',
    () => [{ kind: 'setParameter', name: 'normal', parameter: 'epsilon', value: 0.1 }],
    ['normal', 'pooled', 'flat', 'y'],
    {},
  ],
  [
    'a layer on a wire',
    () => [
      { kind: 'addNode', name: 'new', node: { type: 'Activation', parameters: { activation: 'tanh' } } },
      ...insertOnEdge(edge('active', 'left'), 'new'),
    ],
    ['left', 'gate', ...HEAD],
    {},
  ],
  ['a layer less, its wires healed', document => removeHealing(document, ['gate']), HEAD, {}],
];

let folder: string;
let document: NetloomDocument;
let run: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  const file = path.join(folder, 'model.onnx');
  await writeFile(file, onnxBytes(MODEL));
  const imported = await runImportJob({ file, run: { among: folder } });
  document = parseDocument(imported.text);
  run = imported.run ?? '';
});
afterAll(() => rm(folder, { recursive: true }));

/** What every layer gives in ONNX Runtime. */
async function valuesOf(network: NetloomDocument): Promise<ReadonlyMap<string, readonly number[]>> {
  const inference = inferDocument(network);
  const layers = [...inference.graph.nodes.keys()].filter(name => name !== 'x');
  const weights = await readRunWeights(run, network);
  const built = buildOnnxModel('edited', inference.graph, inference, weights, { extraOutputs: layers });
  const file = path.join(folder, 'edited.onnx');
  await writeOnnx(built.model, file);
  const input = { shape: [2, 2, 7, 6], data: Float32Array.from(wave(168, 0.91)) };
  const { outputs } = await runOnnxFile(file, new Map([['x', input]]));
  return new Map(
    layers.map(layer => [layer, [...(outputs.get(built.extraOutputs.get(layer) ?? '')?.data ?? [])]]),
  );
}

it.each(EDITS)(
  'after %s only what follows from it differs, by no bit',
  async (_, edits, changed, renamed) => {
    const before = await valuesOf(document);
    const after = await valuesOf(applyEdits(document, edits(document)).document);
    const differing = [...before.keys()].filter(layer => {
      const now = after.get(renamed[layer] ?? layer);
      return now && !before.get(layer)?.every((value, i) => Object.is(value, now[i]));
    });
    expect(before.get('y')).toHaveLength(10);
    expect(differing.sort()).toEqual([...changed].sort());
  },
);
