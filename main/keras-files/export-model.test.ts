import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Dataset, File, Group, ready } from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { chain } from '../onnx/testing.ts';
import { readSafetensors } from '../runs/safetensors.ts';
import { exportModel } from './export-model.ts';

const SEED = 3;
const NETWORK: NetloomDocument = {
  ...chain('small network', [
    ['input', 'InputLayer', { shape: [12, 4] }],
    ['first', 'Dense', { units: 3 }],
    ['norm', 'BatchNormalization'],
    ['memory', 'LSTM', { units: 2 }],
    ['out/put', 'Dense', { units: 5, activation: 'softmax' }],
  ]),
  training: { optimizer: { name: 'adam', learning_rate: 0.01 } },
};
const WEIGHTS = initialWeightStore(inferDocument(NETWORK), SEED);

interface Entry {
  readonly name: string;
  /** 0: stored as it is. */
  readonly method: number;
  readonly bytes: Buffer;
}

async function unzip(file: string): Promise<readonly Entry[]> {
  const bytes = await readFile(file);
  const entries: Entry[] = [];
  await new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('end', resolve);
      zip.on('entry', entry => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          const parts: Buffer[] = [];
          stream.on('data', part => parts.push(part));
          void once(stream, 'end').then(() => {
            entries.push({
              name: entry.fileName,
              method: entry.compressionMethod,
              bytes: Buffer.concat(parts),
            });
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
  return entries;
}

/** The elements of the data sets of an HDF5 file by path. */
async function dataSets(file: string): Promise<ReadonlyMap<string, Float32Array>> {
  await ready;
  const hdf5 = new File(file, 'r');
  const found = new Map<string, Float32Array>();
  for (const name of hdf5.paths()) {
    const entity = hdf5.get(name);
    if (entity instanceof Dataset && entity.value instanceof Float32Array) found.set(name, entity.value);
  }
  hdf5.close();
  return found;
}

describe('exported models', () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-export-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  it('.keras holds config, metadata and weights under the paths that Keras 3.15 gave for this network', async () => {
    await exportModel({ document: NETWORK, format: 'keras', output: at('a.keras'), seed: SEED });
    const entries = await unzip(at('a.keras'));
    expect(entries.map(({ name, method }) => [name, method])).toEqual([
      ['metadata.json', 0],
      ['config.json', 0],
      ['model.weights.h5', 0],
    ]);
    const config = JSON.parse(entries[1]?.bytes.toString('utf8') ?? '');
    expect(config.config.layers.map((layer: { name: string }) => layer.name)).toEqual([
      'input',
      'first',
      'norm',
      'memory',
      'out_put',
    ]);
    expect(config.compile_config).toMatchObject({
      loss: 'categorical_crossentropy',
      optimizer: { class_name: 'Adam', config: { learning_rate: 0.01 } },
    });
    await writeFile(at('weights.h5'), entries[2]?.bytes ?? '');
    const found = await dataSets(at('weights.h5'));
    expect([...found.keys()].sort()).toEqual([
      'layers/batch_normalization/vars/0',
      'layers/batch_normalization/vars/1',
      'layers/batch_normalization/vars/2',
      'layers/batch_normalization/vars/3',
      'layers/dense/vars/0',
      'layers/dense/vars/1',
      'layers/dense_1/vars/0',
      'layers/dense_1/vars/1',
      'layers/lstm/cell/vars/0',
      'layers/lstm/cell/vars/1',
      'layers/lstm/cell/vars/2',
    ]);
    expect(found.get('layers/lstm/cell/vars/1')).toEqual(WEIGHTS.get('memory/recurrent_kernel'));
    expect(found.get('layers/dense_1/vars/0')).toEqual(WEIGHTS.get('out/put/kernel'));
  });

  it('.h5 lists layers and weights in the order that Keras reads them in', async () => {
    await exportModel({ document: NETWORK, format: 'h5', output: at('a.h5'), seed: SEED });
    await ready;
    const file = new File(at('a.h5'), 'r');
    const group = file.get('model_weights');
    expect(group instanceof Group ? group.attrs.layer_names?.value : null).toEqual([
      'input',
      'first',
      'norm',
      'memory',
      'out_put',
    ]);
    const model: unknown = file.attrs.model_config?.value;
    expect(JSON.parse(String(model)).class_name).toBe('Functional');
    file.close();
    const found = await dataSets(at('a.h5'));
    expect(found.get('model_weights/norm/norm/moving_variance')).toEqual(WEIGHTS.get('norm/moving_variance'));
  });

  it('safetensors holds every weight under its full name', async () => {
    await exportModel({ document: NETWORK, format: 'safetensors', output: at('w.safetensors'), seed: SEED });
    const { tensors } = await readSafetensors(at('w.safetensors'));
    expect(tensors.get('memory/kernel')).toEqual({ shape: [3, 8], data: WEIGHTS.get('memory/kernel') });
    expect(tensors.size).toBe(11);
  });

  it('keras-code comes with its weights', async () => {
    const files = await exportModel({
      document: NETWORK,
      format: 'keras-code',
      output: at('net.py'),
      seed: SEED,
    });
    expect(files).toEqual([at('net.py'), at('net.safetensors')]);
  });

  it('refuses weights of another network and leaves nothing behind', async () => {
    const before = await readdir(folder);
    const weights = {
      get: (name: string) => (name === 'first/kernel' ? new Float32Array(3) : WEIGHTS.get(name)),
    };
    await expect(
      exportModel({ document: NETWORK, format: 'keras', output: at('b.keras'), weights, seed: SEED }),
    ).rejects.toThrow(/first\/kernel should have 12 elements \(4 × 3\); got 3/);
    expect(await readdir(folder)).toEqual(before);
  });

  it('a cancelled export leaves nothing behind', async () => {
    const before = await readdir(folder);
    const signal = AbortSignal.abort();
    await expect(
      exportModel({ document: NETWORK, format: 'keras', output: at('c.keras'), seed: SEED, signal }),
    ).rejects.toMatchObject({ code: 'export.cancelled' });
    expect(await readdir(folder)).toEqual(before);
  });
});
