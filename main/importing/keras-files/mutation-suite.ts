import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { ImportError } from '../../../shared/importers/imported-network.ts';
import { mutate } from '../mutations.ts';
import { importKerasFile } from './import-keras-file.ts';

/** What damaged files of a format did. */
export interface MutationResult {
  /** Files that were refused by a sentence, and those that were read nevertheless. */
  refused: number;
  read: number;
  /** What was thrown otherwise, with the seed that shows it. */
  readonly crashes: string[];
  /** The longest time for one file. */
  slowest: number;
}

/** A format to damage: a whole file, and how a damaged one is laid down. */
interface MutatedFormat {
  readonly bytes: Uint8Array;
  /** Name of the file to import. */
  readonly name: string;
  /** Files that stand beside it. */
  readonly beside: Readonly<Record<string, Uint8Array>>;
}

/**
 * Small files of each Keras format.
 *
 * @param golden the folder with models that Keras saved
 */
export async function mutatedFormats(golden: string): Promise<Readonly<Record<string, MutatedFormat>>> {
  const members = await membersOf(path.join(golden, 'nested.keras'));
  const config = members['config.json'] ?? new Uint8Array(0);
  const tfjs = {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Sequential',
      config: {
        name: 'few',
        layers: [
          { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 3] } },
          { class_name: 'Dense', config: { name: 'fc', units: 2, activation: 'relu' } },
        ],
      },
    },
    weightsManifest: [
      {
        paths: ['few.bin'],
        weights: [
          {
            name: 'fc/kernel',
            shape: [3, 2],
            dtype: 'float32',
            quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
          },
          { name: 'fc/bias', shape: [2], dtype: 'float32' },
        ],
      },
    ],
  };
  return {
    keras: { bytes: await stored(members), name: 'model.keras', beside: {} },
    h5: { bytes: gunzipSync(readFileSync(path.join(golden, 'nested.h5.gz'))), name: 'model.h5', beside: {} },
    'keras-config': { bytes: config, name: 'model.json', beside: {} },
    tfjs: {
      bytes: Buffer.from(JSON.stringify(tfjs)),
      name: 'model.json',
      beside: { 'few.bin': new Uint8Array(14) },
    },
  };
}

async function membersOf(file: string): Promise<Readonly<Record<string, Uint8Array>>> {
  const zip = await openPromise(file, { autoClose: false });
  const members: Record<string, Uint8Array> = {};
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    members[entry.fileName] = Buffer.concat(pieces);
  }
  zip.close();
  return members;
}

/** As Keras writes it: uncompressed, so that damage reaches the HDF5 library. */
async function stored(members: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(members))
    zip.addBuffer(Buffer.from(content), name, { compress: false });
  zip.end();
  const pieces: Buffer[] = [];
  zip.outputStream.on('data', (piece: Buffer) => pieces.push(piece));
  await once(zip.outputStream, 'end');
  return Buffer.concat(pieces);
}

/**
 * Imports damaged files, weights included. Every so often the whole file is read in between, to see that nothing broke for good.
 *
 * @param format what to damage
 * @param seeds first seed and number of files
 * @param folder an empty folder
 */
export async function importMutations(
  format: MutatedFormat,
  seeds: { readonly from: number; readonly count: number },
  folder: string,
): Promise<MutationResult> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(format.beside)) await writeFile(path.join(folder, name), bytes);
  const result: MutationResult = { refused: 0, read: 0, crashes: [], slowest: 0 };
  const file = path.join(folder, format.name);
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed++) {
    await writeFile(file, mutate(format.bytes, seed));
    const started = performance.now();
    const error = await importWhole(file);
    result.slowest = Math.max(result.slowest, performance.now() - started);
    if (error === null) result.read += 1;
    else if (error instanceof ImportError && /[.!?]$/.test(error.message)) result.refused += 1;
    else
      result.crashes.push(
        `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    if (seed % 100 !== 0) continue;
    await writeFile(file, format.bytes);
    const broken = await importWhole(file);
    if (broken !== null)
      result.crashes.push(`after seed ${seed} the whole file is refused: ${String(broken)}`);
  }
  return result;
}

async function importWhole(file: string): Promise<unknown> {
  try {
    const imported = await importKerasFile(file);
    try {
      for (const weight of imported.weights) weight.read();
    } finally {
      imported.close();
    }
    return null;
  } catch (error) {
    return error;
  }
}
