import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { KerasModel } from '../../shared/exporters/keras/keras-model.ts';
import { tfjsTopology } from '../../shared/exporters/keras/tfjs-topology.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import type { WritingOptions } from './staged-file.ts';
import { weightElements } from './weight-elements.ts';

/** The largest weights file: browsers cache files of 4 MB. Source: tensorflowjs converter, write_weights. */
const SHARD_BYTES = 4 * 1024 * 1024;

/**
 * Writes a network in TensorFlow.js's layers format: model.json and its weights in files of at most 4 MB beside it.
 *
 * @param folder where to write
 * @param name of the JSON file
 * @returns the files' names, the JSON file's first
 * @throws ExportError naming the layers that tfjs lacks or reads in another way
 */
export async function writeTfjs(
  folder: string,
  name: string,
  model: KerasModel,
  weights: WeightStore,
  { signal, onProgress }: WritingOptions = {},
): Promise<readonly string[]> {
  const { topology, weights: list } = tfjsTopology(model);
  const base = path.parse(name).name;
  const sizes = list.map(({ weight }) => weight.shape.reduce((product, extent) => product * extent, 4));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const count = Math.ceil(total / SHARD_BYTES);
  const paths = Array.from({ length: count }, (_, i) => `${base}-shard${i + 1}of${count}.bin`);
  let written = 0;
  const specs: { name: string; shape: readonly number[]; dtype: string }[] = [];
  for (const { name: called, weight } of list) {
    signal?.throwIfAborted();
    if (weight.dtype !== 'float32' && weight.dtype !== 'int32')
      throw new ExportError(
        'export.layer',
        `${weight.store} has elements of the type ${weight.dtype}; tfjs's files are written with float32 and int32.`,
      );
    const { buffer, byteOffset, byteLength } = weightElements(weights, weight);
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    written = await append(folder, paths, bytes, written);
    specs.push({ name: called, shape: weight.shape, dtype: weight.dtype });
    onProgress?.(written / Math.max(1, total));
  }
  const json = {
    format: 'layers-model',
    generatedBy: 'Netloom',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths, weights: specs }],
  };
  await writeFile(path.join(folder, name), JSON.stringify(json));
  return [name, ...paths];
}

/** Writes bytes at a position of the row of files; answers the position behind them. */
async function append(
  folder: string,
  paths: readonly string[],
  bytes: Uint8Array,
  from: number,
): Promise<number> {
  let position = from;
  for (let start = 0; start < bytes.length; ) {
    const shard = Math.floor(position / SHARD_BYTES);
    const room = (shard + 1) * SHARD_BYTES - position;
    const part = bytes.subarray(start, start + room);
    const file = await open(path.join(folder, paths[shard] ?? ''), 'a');
    try {
      await file.write(part);
    } finally {
      await file.close();
    }
    start += part.length;
    position += part.length;
  }
  return position;
}
