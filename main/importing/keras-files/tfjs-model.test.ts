import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inferDocument } from '../../../shared/inference/infer.ts';
import { importKerasFile } from './import-keras-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-tfjs-'));
  await tf.setBackend('cpu');
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

/** Saves as `model.save('file://...')` does, the weights in two files. */
async function save(model: tf.LayersModel): Promise<string> {
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs = [], weightData }) => {
      const bytes = Buffer.from(tf.io.CompositeArrayBuffer.join(weightData));
      const half = Math.floor(bytes.length / 2);
      await writeFile(path.join(folder, 'group1-shard1of2.bin'), bytes.subarray(0, half));
      await writeFile(path.join(folder, 'group1-shard2of2.bin'), bytes.subarray(half));
      const manifest = [{ paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: weightSpecs }];
      const file = {
        modelTopology,
        format: 'layers-model',
        generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
        convertedBy: null,
        weightsManifest: manifest,
      };
      await writeFile(path.join(folder, 'model.json'), JSON.stringify(file));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return path.join(folder, 'model.json');
}

describe('models saved by tfjs', () => {
  it('a functional model with a shared layer, a recurrent one and two inputs: every weight and shape', async () => {
    const left = tf.input({ shape: [6, 4], name: 'left' });
    const right = tf.input({ shape: [6, 4], name: 'right' });
    const shared = tf.layers.dense({
      units: 3,
      activation: 'relu',
      name: 'shared',
      kernelRegularizer: 'l1l2',
    });
    const both = tf.layers
      .concatenate({ name: 'both' })
      .apply([shared.apply(left), shared.apply(right)].flat() as tf.SymbolicTensor[]);
    const read = tf.layers
      .lstm({ units: 5, name: 'read', recurrentActivation: 'sigmoid' })
      .apply(both) as tf.SymbolicTensor;
    const normed = tf.layers.batchNormalization({ name: 'norm' }).apply(read) as tf.SymbolicTensor;
    const model = tf.model({ inputs: [left, right], outputs: normed, name: 'twins' });
    const { document, weights, report, close } = await importKerasFile(await save(model));
    close();
    expect(report.format).toBe('tfjs');
    expect(report.producer).toBe('TensorFlow.js tfjs-layers v4.22.0');
    expect(document.nodes.shared_call_2).toMatchObject({ type: 'Dense', weightsOf: 'shared' });
    expect(document.nodes.shared?.parameters).toMatchObject({ kernel_regularizer: { l1: 0.01, l2: 0.01 } });
    const shape = inferDocument(document).nodes.get('norm')?.outputs[0]?.shape;
    expect(shape).toEqual(['N', 5]);
    expect(report.parameters).toBe(model.countParams());
    const named = new Map(weights.map(weight => [weight.name, weight]));
    for (const [name, index] of [
      ['shared/kernel', 0],
      ['read/recurrent_kernel', 3],
      ['norm/moving_variance', 8],
    ] as const) {
      const own = model.weights.find(
        weight => weight.originalName === name || weight.originalName.endsWith(`/${name.split('/')[1]}`),
      );
      expect(Array.from(named.get(name)?.read() as Float32Array), `${name} ${index}`).toEqual(
        Array.from(own?.read().dataSync() ?? []),
      );
    }
  });

  it('a sequential model without an input layer of its own', async () => {
    const model = tf.sequential({ name: 'chain' });
    model.add(tf.layers.conv2d({ inputShape: [9, 8, 3], filters: 4, kernelSize: 3, name: 'conv' }));
    model.add(tf.layers.flatten({ name: 'flat' }));
    model.add(tf.layers.dense({ units: 2, name: 'out' }));
    const { document, weights, report, close } = await importKerasFile(await save(model));
    close();
    expect(inferDocument(document).nodes.get('out')?.outputs[0]?.shape).toEqual(['N', 2]);
    expect(weights.map(({ name }) => name)).toEqual(['conv/kernel', 'conv/bias', 'out/kernel', 'out/bias']);
    expect(report.parameters).toBe(model.countParams());
  });
});

describe('weights in fewer bits', () => {
  // value × scale + min, by hand: 0, 128, 255 of uint8 with scale 0.5 and min -1 are -1, 63, 126.5; float16 0x3c00 is 1, 0xc000 -2, 0x0001 2^-24.
  const cases: readonly [string, object, Buffer, readonly number[]][] = [
    ['uint8', { dtype: 'uint8', scale: 0.5, min: -1 }, Buffer.from([0, 128, 255]), [-1, 63, 126.5]],
    [
      'uint16',
      { dtype: 'uint16', scale: 2, min: 1 },
      Buffer.from(Uint16Array.of(0, 1, 65_535).buffer),
      [1, 3, 131_071],
    ],
    [
      'float16',
      { dtype: 'float16' },
      Buffer.from(Uint16Array.of(0x3c00, 0xc000, 1).buffer),
      [1, -2, 2 ** -24],
    ],
  ];
  it.each(cases)('%s', async (_, quantization, bytes, values) => {
    await writeFile(path.join(folder, 'few.bin'), bytes);
    const layers = [
      { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 3] } },
      { class_name: 'Dense', config: { name: 'fc', units: 1, use_bias: false } },
    ];
    const model = {
      modelTopology: { class_name: 'Sequential', config: { name: 'few', layers } },
      weightsManifest: [
        {
          paths: ['few.bin'],
          weights: [{ name: 'fc/kernel', shape: [3, 1], dtype: 'float32', quantization }],
        },
      ],
    };
    await writeFile(path.join(folder, 'few.json'), JSON.stringify(model));
    const { weights } = await importKerasFile(path.join(folder, 'few.json'));
    expect(Array.from(weights[0]?.read() as Float32Array)).toEqual(values);
  });
});
