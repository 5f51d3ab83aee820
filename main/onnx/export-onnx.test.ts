import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { exportOnnx } from './export-onnx.ts';
import { chain, javaScriptEngine } from './testing.ts';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await javaScriptEngine();
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-export-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const mlp = chain('mlp', [
  ['pixels', 'InputLayer', { shape: [7, 10, 3] }],
  ['flatten', 'Flatten'],
  ['hidden', 'Dense', { units: 12, activation: 'relu' }],
  ['digits', 'Dense', { units: 5, activation: 'softmax' }],
]);

describe('export to ONNX', () => {
  it('writes an MLP that ONNX Runtime computes as the engine does, and nothing beside it', async () => {
    const { verification, files } = await exportOnnx({
      document: mlp,
      output: path.join(folder, 'mlp.onnx'),
      seed: 1,
      engine,
    });
    expect(verification).toMatchObject({ verified: true, runtime: 'onnxruntime 1.30.0' });
    expect(verification?.maxRelDiff).toBeLessThan(1e-5);
    expect(verification?.maxAbsDiff).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual(['mlp.onnx']);
    expect(files).toEqual([path.join(folder, 'mlp.onnx')]);
  });
});
