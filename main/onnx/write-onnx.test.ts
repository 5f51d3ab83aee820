import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { irVersionOf, type OnnxModel } from '../../shared/exporters/onnx/model.ts';
import { runOnnxFile } from './runtime.ts';
import { writeOnnx } from './write-onnx.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-write-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** y = x · kernel + bias; `taken` counts how often the kernel's elements are asked for. */
function linear(taken: { count: number }): OnnxModel {
  return {
    irVersion: irVersionOf(17),
    opset: 17,
    producerVersion: '',
    name: 'linear',
    graph: {
      inputs: [{ name: 'x', dtype: 'float32', shape: ['N', 3] }],
      outputs: [{ name: 'y', dtype: 'float32', shape: ['N', 300] }],
      nodes: [
        {
          operator: 'Gemm',
          name: 'y',
          inputs: ['x', 'kernel', 'bias'],
          outputs: ['y'],
          attributes: { alpha: { float: 2 } },
        },
      ],
      initializers: [
        {
          name: 'kernel',
          dtype: 'float32',
          shape: [3, 300],
          data: () => {
            taken.count += 1;
            return Float32Array.from({ length: 900 }, (_, i) => i);
          },
        },
        { name: 'bias', dtype: 'float32', shape: [300], data: () => new Float32Array(300).fill(0.5) },
      ],
    },
  };
}

async function check(file: string) {
  const inputs = new Map([['x', { shape: [2, 3], data: Float32Array.from([1, 0, 0, 0, 0, 1]) }]]);
  const { outputs } = await runOnnxFile(file, inputs);
  const y = outputs.get('y');
  // Row 0 takes the kernel's first row, row 1 its third: 2 · (0 + column) + 0.5 and 2 · (600 + column) + 0.5.
  expect(y?.shape).toEqual([2, 300]);
  expect([y?.data[7], y?.data[307]]).toEqual([14.5, 1214.5]);
}

describe('writing an ONNX file', () => {
  it('asks for each tensor once, when its turn comes, and tells the size beforehand', async () => {
    const taken = { count: 0 };
    const file = path.join(folder, 'linear.onnx');
    const progress: number[] = [];
    const { bytes } = await writeOnnx(linear(taken), file, {
      onProgress: (done, total) => progress.push(done / total),
    });
    expect(taken.count).toBe(1);
    expect((await stat(file)).size).toBe(bytes);
    expect(progress.at(-1)).toBe(1);
    await check(file);
  });

  it('keeps the tensors of a too large model in a file beside it', async () => {
    const file = path.join(folder, 'linear.onnx');
    const { paths } = await writeOnnx(linear({ count: 0 }), file, { largestFile: 3000 });
    expect(paths).toEqual([file, `${file}.data`]);
    expect((await readdir(folder)).sort()).toEqual(['linear.onnx', 'linear.onnx.data']);
    expect((await stat(file)).size).toBeLessThan(500);
    await check(file);
  });

  it('leaves nothing when it is cancelled or a tensor fails', async () => {
    const file = path.join(folder, 'linear.onnx');
    await expect(
      writeOnnx(linear({ count: 0 }), file, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      code: 'export.cancelled',
    });
    const model = linear({ count: 0 });
    const broken = model.graph.initializers.map(tensor => ({ ...tensor, data: () => new Float32Array(1) }));
    await expect(
      writeOnnx({ ...model, graph: { ...model.graph, initializers: broken } }, file),
    ).rejects.toThrow(/announced/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the file and the reason when the folder cannot be written', async () => {
    const file = path.join(folder, 'missing', 'linear.onnx');
    await expect(writeOnnx(linear({ count: 0 }), file)).rejects.toMatchObject({
      code: 'export.write',
      message: expect.stringContaining('ENOENT'),
    });
  });
});
