import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from '../../shared/document/serialize.ts';
import { CARRIED_SAMPLES } from '../../shared/importers/onnx/carried/carried-samples.ts';
import { ONNX_SAMPLES, wave } from '../../shared/importers/onnx/onnx-samples.ts';
import { onnxBytes } from '../../shared/importers/onnx/testing.ts';
import { exportOnnx } from '../onnx/export-onnx.ts';
import { runOnnxFile } from '../onnx/runtime.ts';
import { readRunWeights } from '../runs/run-weights.ts';
import { runImportJob } from './import-job.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-round-trip-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([...ONNX_SAMPLES, ...CARRIED_SAMPLES])('an ONNX file with %s', (title, model) => {
  it('computes the same when it is given back', async () => {
    const name = title.replace(/\W+/g, '-').slice(0, 30);
    const [file, back] = [path.join(folder, `${name}.onnx`), path.join(folder, `${name}-back.onnx`)];
    await writeFile(file, onnxBytes(model));
    const { text, run } = await runImportJob({ file, run: { among: path.join(folder, name) } });
    const weights = run === null ? undefined : await readRunWeights(run);
    await exportOnnx({ document: parseDocument(text), output: back, weights, seed: 1, engine: null });
    const inputs = new Map(
      model.inputs.map(([input, shape]) => {
        const extents = (shape ?? []).map(dim => (typeof dim === 'number' ? dim : dim === 'N' ? 2 : 3));
        const size = extents.reduce((a, b) => a * b, 1);
        return [input, { shape: extents, data: Float32Array.from(wave(size, 0.91)) }];
      }),
    );
    const [before, after] = [await runOnnxFile(file, inputs), await runOnnxFile(back, inputs)];
    expect([...after.outputs.keys()]).toEqual([...before.outputs.keys()]);
    for (const [output, reference] of before.outputs) {
      const found = after.outputs.get(output);
      expect(found?.shape).toEqual(reference.shape);
      const largest = Math.max(
        ...reference.data.map((value, i) => Math.abs(value - (found?.data[i] ?? Number.NaN))),
      );
      expect(largest).toBeLessThanOrEqual(1e-5);
    }
  });
});
