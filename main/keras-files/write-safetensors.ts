import { open } from 'node:fs/promises';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { writeTensors } from '../runs/safetensors.ts';
import type { WritingOptions } from './staged-file.ts';
import { type WrittenWeight, weightElements } from './weight-elements.ts';

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
  options: WritingOptions = {},
): Promise<void> {
  const words = list.find(({ dtype }) => dtype === 'string');
  if (words)
    throw new ExportError(
      'export.layer',
      `${words.store} has elements of the type string, which safetensors cannot hold.`,
    );
  const tensors = list.map(weight => ({
    name: weight.store,
    dtype: weight.dtype,
    shape: weight.shape,
    read: () => weightElements(weights, weight),
  }));
  const file = await open(target, 'w');
  try {
    await writeTensors(file, tensors, { format: 'netloom' }, options);
    await file.sync();
  } finally {
    await file.close();
  }
}
