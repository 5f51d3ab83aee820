import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Json } from '../../../shared/document/json.ts';
import type { DType } from '../../../shared/document/value.ts';
import { ImportError } from '../../../shared/importers/imported-network.ts';
import { ELEMENT_BYTES, type WeightElements } from '../../../shared/layers/weight-store.ts';
import { fromFloat16 } from './half.ts';
import type { StoredTensor } from './stored-tensor.ts';
import { namedTensors, type WeightFile } from './weight-files.ts';

const quantizationSchema = z.object({
  dtype: z.enum(['uint8', 'uint16', 'float16']),
  original_dtype: z.enum(['float32', 'int32']).optional(),
  scale: z.number().optional(),
  min: z.number().optional(),
});
const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().min(0)),
  dtype: z.enum(['float32', 'int32', 'bool', 'uint8', 'uint16', 'float16']),
  quantization: quantizationSchema.optional(),
});
const manifestSchema = z
  .array(z.object({ paths: z.array(z.string()).max(100_000), weights: z.array(weightSchema).max(1_000_000) }))
  .max(100_000);
type Weight = z.infer<typeof weightSchema>;

/** A piece of a group's bytes in one file. */
interface Shard {
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

/**
 * The weights of a tfjs model: files beside model.json, each group's files one stretch of bytes in which its weights follow each other.
 * Source: tfjs-core, io/weights_loader.ts and io_utils.ts (quantization: value × scale + min).
 *
 * @param raw the value of `weightsManifest`
 * @param folder where model.json stands; the files must stand there too, as plain files
 * @throws ImportError
 */
export function tfjsWeights(raw: Json, folder: string): WeightFile {
  const parsed = manifestSchema.safeParse(raw);
  if (!parsed.success)
    throw new ImportError(
      'import.format',
      `The "weightsManifest" of the model is not right: ${z.prettifyError(parsed.error).split('\n')[0]?.replace(/^✖ /, '')}.`,
    );
  const tensors: { readonly name: string; readonly tensor: StoredTensor }[] = [];
  for (const { paths, weights } of parsed.data) {
    const shards: Shard[] = [];
    let total = 0;
    for (const name of paths) {
      const shard = openShard(folder, name, total);
      shards.push(shard);
      total += shard.length;
    }
    let at = 0;
    for (const weight of weights) {
      const count = weight.shape.reduce((product, extent) => product * extent, 1);
      const stored = weight.quantization?.dtype ?? weight.dtype;
      const length = count * ELEMENT_BYTES[stored];
      if (!Number.isSafeInteger(length) || at + length > total)
        throw new ImportError(
          'import.damaged',
          `The weight "${weight.name}" does not lie in its files (${paths.slice(0, 3).join(', ')}), which hold ${total} bytes. Fetch the model's files again.`,
        );
      const start = at;
      tensors.push({
        name: weight.name,
        tensor: {
          path: weight.name,
          shape: weight.shape,
          dtype: elementType(weight),
          read: () => readWeight(weight, readShards(shards, start, length)),
        },
      });
      at += length;
    }
  }
  return { tensorsOf: place => namedTensors(tensors, place, false), count: tensors.length };
}

/** Checks that a shard is a plain file in the model's own folder, without following links. */
function openShard(folder: string, name: string, start: number): Shard {
  if (name === '' || name === '.' || name === '..' || /[/\\\0:]/.test(name))
    throw new ImportError(
      'import.unsafe',
      `The model keeps weights in ${JSON.stringify(name.slice(0, 200))}; only files in the same folder as model.json are read. Put them there and name them without a folder.`,
    );
  const file = path.join(folder, name);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found)
    throw new ImportError(
      'import.weights',
      `The weights file ${name} is missing beside model.json. Put all files of the model into one folder.`,
    );
  if (!found.isFile() || found.nlink > 1)
    throw new ImportError(
      'import.unsafe',
      `${name} is a link or no plain file; it is not read. Copy the file itself there.`,
    );
  return { file, start, length: found.size };
}

function readShards(shards: readonly Shard[], start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const shard of shards) {
    const from = Math.max(start, shard.start);
    const to = Math.min(start + length, shard.start + shard.length);
    if (from >= to) continue;
    // Not followed if it became a link since it was looked at.
    const fd = openSync(shard.file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      if (fstatSync(fd).size !== shard.length)
        throw new ImportError(
          'import.read',
          `${path.basename(shard.file)} changed while it was read. Try again.`,
        );
      for (let at = from; at < to; ) at += readSync(fd, bytes, at - start, to - at, at - shard.start);
    } finally {
      closeSync(fd);
    }
  }
  return bytes;
}

function elementType({ dtype, quantization }: Weight): DType {
  return quantization ? (quantization.original_dtype ?? (dtype === 'int32' ? 'int32' : 'float32')) : dtype;
}

function readWeight(weight: Weight, bytes: Uint8Array): WeightElements {
  const { dtype, quantization } = weight;
  const { buffer } = bytes;
  if (!quantization) {
    if (dtype === 'float32') return new Float32Array(buffer);
    if (dtype === 'int32') return new Int32Array(buffer);
    return dtype === 'uint16' || dtype === 'float16' ? new Uint16Array(buffer) : bytes;
  }
  if (quantization.dtype === 'float16') return fromFloat16(new Uint16Array(buffer));
  const { scale = 1, min = 0 } = quantization;
  const stored = quantization.dtype === 'uint8' ? bytes : new Uint16Array(buffer);
  if (elementType(weight) === 'int32')
    return Int32Array.from(stored, value => Math.round(value * scale + min));
  return Float32Array.from(stored, value => value * scale + min);
}
