import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, onTestFinished } from 'vitest';
import { ZipFile } from 'yazl';
import type { NetworkPorts, Port } from '../../shared/contract/data.ts';
import type { NumericTensor } from '../engines/engine.ts';
import { type DataRequest, type PreparedData, prepareDataset } from './prepare-dataset.ts';

/** A folder for a test file's data, removed at its end. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'netloom-data-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file with the folders it needs. */
export async function put(folder: string, name: string, content: Buffer | string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

const UNKNOWN: NetworkPorts = { inputs: [], outputs: [] };

/** A network of one input and one output, of whose extents those that are given are known. */
export function networkOf(given: {
  readonly input?: Port['extents'];
  readonly output?: Port['extents'];
}): NetworkPorts {
  const { input = null, output = null } = given;
  return { inputs: [{ name: 'in', extents: input }], outputs: [{ name: 'out', extents: output }] };
}

/** A request for data with nothing known of the network, split 80 / 10 / 10 with seed 1. */
export function asking(name: string, more: Partial<DataRequest> = {}): DataRequest {
  return { name, settings: {}, network: UNKNOWN, split: [0.8, 0.1, 0.1], seed: 1, ...more };
}

/** The numbers of one of several tensors, of the first if not said otherwise. */
export function numbers(tensors: readonly NumericTensor[], place = 0): number[] {
  return Array.from(tensors[place]?.data ?? []);
}

/** The numbers 0 to count - 1. */
export const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** An IDX file of bytes, as MNIST's. */
export function idxFile(shape: readonly number[], bytes: readonly number[]): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  for (const [axis, extent] of shape.entries()) head.writeUInt32BE(extent, 4 + 4 * axis);
  return Buffer.concat([head, Buffer.from(bytes)]);
}

/** Numbers of an array as NumPy stores them. */
export interface TestArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** A file of one NumPy array, version 1.0 of the format. */
export function npyFile({ shape, data }: TestArray): Buffer {
  const descr = data instanceof Float32Array ? '<f4' : data instanceof Int32Array ? '<i4' : '|u1';
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const words = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${extents}), }`;
  const header = Buffer.from(`${words.padEnd(127 - 10)}\n`, 'latin1');
  const head = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, header, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

/**
 * A NumPy archive of arrays.
 *
 * @param compress as np.savez_compressed does
 */
export async function npzFile(
  arrays: Readonly<Record<string, TestArray>>,
  compress = false,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, array] of Object.entries(arrays))
    zip.addBuffer(npyFile(array), `${name}.npy`, { compress });
  zip.end();
  return buffer(zip.outputStream);
}

/** Data made ready within a test, closed at its end. */
export async function prepared(request: DataRequest): Promise<PreparedData> {
  const data = await prepareDataset(request);
  onTestFinished(() => data.close());
  return data;
}
