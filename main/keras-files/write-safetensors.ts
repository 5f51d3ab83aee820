import { open } from 'node:fs/promises';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { ELEMENT_BYTES, type WeightStore } from '../../shared/layers/weight-store.ts';
import { SAFETENSORS_TYPES } from '../runs/safetensors.ts';
import type { WritingOptions } from './staged-file.ts';
import { type WrittenWeight, weightElements } from './weight-elements.ts';

/** One write call may take less than 2 GB. */
const CHUNK = 2 ** 28;
const ALIGNMENT = 8;

/**
 * Writes weights as a safetensors file, one in memory at a time.
 *
 * @param target the file; replaced
 * @param list the weights in the file's order
 * @throws ExportError for a weight that is missing or of a type that the format lacks
 */
export async function writeWeightsFile(
  target: string,
  list: readonly WrittenWeight[],
  weights: WeightStore,
  { signal, onProgress }: WritingOptions = {},
): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: { format: 'netloom' } };
  let offset = 0;
  for (const { store, shape, dtype } of list) {
    const type = dtype === 'string' ? undefined : SAFETENSORS_TYPES[dtype];
    if (type === undefined)
      throw new ExportError(
        'export.layer',
        `${store} has elements of the type ${dtype}, which safetensors cannot hold.`,
      );
    const bytes = shape.reduce((product, extent) => product * extent, ELEMENT_BYTES[dtype]);
    header[store] = { dtype: type, shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  const text = Buffer.from(JSON.stringify(header));
  const padding = (ALIGNMENT - (text.length % ALIGNMENT)) % ALIGNMENT;
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length + padding));
  const file = await open(target, 'w');
  try {
    await file.write(Buffer.concat([length, text, Buffer.alloc(padding, ' ')]));
    for (const [i, weight] of list.entries()) {
      signal?.throwIfAborted();
      const { buffer, byteOffset, byteLength } = weightElements(weights, weight);
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      for (let start = 0; start < bytes.length; start += CHUNK)
        await file.write(bytes.subarray(start, Math.min(start + CHUNK, bytes.length)));
      onProgress?.((i + 1) / list.length);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
