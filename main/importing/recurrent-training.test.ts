import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseDocument } from '../../shared/document/serialize.ts';
import { wave } from '../../shared/importers/onnx/onnx-samples.ts';
import { onnxBytes, type TestModel } from '../../shared/importers/onnx/testing.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { prepareRun } from '../training/prepare-run.ts';
import { RunControl } from '../training/run-control.ts';
import { runTraining } from '../training/run-training.ts';
import { temporaryFolder } from '../training/testing.ts';
import { runImportJob } from './import-job.ts';

let directory: string;
beforeAll(async () => {
  directory = await temporaryFolder();
});
afterAll(() => rm(directory, { recursive: true }));

/** Two numbers read as a sequence of two steps, in both directions. */
const MODEL: TestModel = {
  inputs: [['x', ['N', 2]]],
  outputs: [['y', null]],
  nodes: [
    { operator: 'Unsqueeze', inputs: ['x', 'two'], outputs: ['steps'] },
    {
      operator: 'Transpose',
      inputs: ['steps'],
      outputs: ['front'],
      attributes: { perm: { ints: [1, 0, 2] } },
    },
    {
      operator: 'LSTM',
      name: 'memory',
      inputs: ['front', 'w', 'r', 'b'],
      outputs: ['all', '', ''],
      attributes: { hidden_size: { int: 4 }, direction: { string: 'bidirectional' } },
    },
    {
      operator: 'Transpose',
      inputs: ['all'],
      outputs: ['turned'],
      attributes: { perm: { ints: [2, 0, 1, 3] } },
    },
    { operator: 'Reshape', inputs: ['turned', 'flat'], outputs: ['features'] },
    { operator: 'Gemm', inputs: ['features', 'm', 'c'], outputs: ['z'] },
    { operator: 'Sigmoid', inputs: ['z'], outputs: ['y'] },
  ],
  initializers: [
    { name: 'w', shape: [2, 16, 1], values: wave(32, 0.37) },
    { name: 'r', shape: [2, 16, 4], values: wave(128, 0.73) },
    { name: 'b', shape: [2, 32], values: wave(64, 0.51) },
    { name: 'm', shape: [16, 1], values: wave(16, 0.9) },
    { name: 'c', shape: [1], values: [0.1] },
    { name: 'two', shape: [1], dtype: 'int64', values: [2] },
    { name: 'flat', shape: [2], dtype: 'int64', values: [0, 16] },
  ],
};

it('trains an imported LSTM in both directions from its weights on', async () => {
  const file = path.join(directory, 'memory.onnx');
  await writeFile(file, onnxBytes(MODEL));
  const { text, run } = await runImportJob({ file, run: { among: directory } });
  const document = {
    ...parseDocument(text),
    training: {
      dataset: 'xor',
      epochs: 8,
      batchSize: 16,
      seed: 1,
      optimizer: { name: 'adam' as const, learning_rate: 0.02 },
    },
  };
  const engine = await loadEngine('javascript');
  const folder = await prepareRun(document, { engine: 'javascript', directory, weights: run ?? '' });
  const losses: number[] = [];
  const { status } = await runTraining(engine, folder, {
    resume: false,
    control: new RunControl(),
    report: event => {
      if (event.event === 'epoch') losses.push(event.loss);
    },
  });
  expect(status).toBe('done');
  expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] ?? 0));
  const moved = (await folder.readWeights()).get('memory/backward_layer/recurrent_kernel');
  // The input gate of the first unit: element (0, 0) of both, before and after training.
  expect(moved?.shape).toEqual([4, 16]);
  expect(moved?.data[0]).not.toBe(Math.fround(wave(128, 0.73)[64] ?? 0));
});
