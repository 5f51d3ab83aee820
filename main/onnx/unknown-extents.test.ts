import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../shared/document/json.ts';
import { buildOnnxModel } from '../../shared/exporters/onnx/build-model.ts';
import { comparisonWeightStore } from '../../shared/exporters/onnx/comparison-weights.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { difference } from './difference.ts';
import { runOnnxFile } from './runtime.ts';
import { chain } from './testing.ts';
import { writeOnnx } from './write-onnx.ts';

const SEED = 3;
const SHAPE = [3, 7, 10, 3];

describe('an exported layer whose spatial extents are unknown', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-unknown-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  async function answer(type: string, parameters: Record<string, Json>, shape: readonly Json[]) {
    const inference = inferDocument(
      chain('unknown', [
        ['input', 'InputLayer', { shape: [...shape] }],
        ['layer', type, parameters],
      ]),
    );
    const weights = comparisonWeightStore(inference, SEED);
    const { model } = buildOnnxModel('unknown', inference.graph, inference, weights, {});
    const file = path.join(folder, 'unknown.onnx');
    await writeOnnx(model, file);
    const data = Float32Array.from({ length: 3 * 7 * 10 * 3 }, (_, i) => ((i * 37) % 101) / 50 - 1);
    const output = (await runOnnxFile(file, new Map([['input', { shape: SHAPE, data }]]))).outputs.get(
      'layer',
    );
    if (!output) throw new Error('The file has no output of the layer.');
    return output;
  }

  it.each([
    ['Conv2D', { kernel_size: [4, 2], strides: [2, 3], padding: 'same' }],
    ['Conv2D', { kernel_size: 3, dilation_rate: 2, padding: 'same' }],
    ['DepthwiseConv2D', { kernel_size: 4, strides: 2, padding: 'same' }],
    ['DepthwiseConv2D', { kernel_size: 3, strides: 2, dilation_rate: 2, padding: 'same' }],
    ['SeparableConv2D', { kernel_size: 2, strides: 3, dilation_rate: [2, 1], padding: 'same' }],
    ['Conv2DTranspose', { kernel_size: 3, strides: 2, padding: 'same' }],
    ['Conv2DTranspose', { kernel_size: 2, strides: 3 }],
    [
      'ZeroPadding2D',
      {
        padding: [
          [1, 0],
          [0, 2],
        ],
      },
    ],
    [
      'Cropping2D',
      {
        cropping: [
          [1, 0],
          [0, 2],
        ],
      },
    ],
    ['UpSampling2D', { size: [2, 3] }],
    ['UpSampling2D', { size: [2, 3], interpolation: 'bilinear' }],
  ])('computes what the same layer with known extents computes: %s %j', async (type, parameters) => {
    const known = await answer(type, parameters, [7, 10, 3]);
    const unknown = await answer(type, parameters, [null, null, 3]);
    expect(difference(known, unknown).maxRelDiff).toBeLessThan(1e-6);
  });
});
