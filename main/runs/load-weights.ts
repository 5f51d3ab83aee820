import path from 'node:path';
import type { WeightsLoaded } from '../../shared/contract/runs.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { describedWeights, initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import type { WeightElements } from '../../shared/layers/weight-store.ts';
import { fileFailure } from '../documents/file-error.ts';
import { fromBfloat16, fromFloat16 } from '../importing/keras-files/half.ts';
import { matchWeights } from './match-weights.ts';
import { RunError } from './run-error.ts';
import { RunFolder } from './run-folder.ts';
import { type LazyTensor, openSafetensors, SafetensorsError } from './safetensors.ts';

/** Fresh weights stand where the file has none; the seed that trainings begin with by default. */
const SEED = 1;

/**
 * Loads weights of a safetensors file into a network as a run of it. Weights that the file does not have are fresh ones.
 *
 * @param document the network
 * @param file the safetensors file
 * @param newRun gives the folder for the run; asked only when something matched
 * @throws SafetensorsError when the file is damaged; FileError when it cannot be read; RunError when the network has no weights
 */
export async function loadWeights(
  document: NetloomDocument,
  file: string,
  newRun: () => Promise<string>,
): Promise<WeightsLoaded> {
  const inference = inferDocument(document);
  const descriptions = describedWeights(inference);
  if (descriptions.size === 0)
    throw new RunError(
      'run.mismatch',
      `${document.name} has no weights yet: its layers have none, or their shapes are not known. See Problems.`,
    );
  const { tensors } = await openSafetensors(file).catch((error: unknown) => {
    throw error instanceof SafetensorsError ? error : fileFailure(file, error, 'read');
  });
  const { matched, rows } = matchWeights(document, inference, tensors);
  if (matched.length === 0) return { run: null, rows: [...rows] };
  const fresh = initialWeightStore(inference, SEED);
  const given = new Map(matched.map(match => [match.weight, match]));
  const weights = [...descriptions].map(([name, { shape, dtype = 'float32' }]): LazyTensor => {
    const match = given.get(name);
    return {
      name,
      dtype,
      shape,
      read() {
        if (!match)
          return fresh.get(name) ?? new Float32Array(shape.reduce((count, extent) => count * extent, 1));
        const data = match.tensor.read();
        return dtype === 'float32' ? match.order(asFloat32(data, match.tensor.dtype)) : data;
      },
    };
  });
  const folder = new RunFolder(await newRun());
  const source = { file: path.basename(file), format: 'safetensors' };
  const name = document.name;
  await folder.create(
    { format: 'netloom-run', version: 1, document: name, status: 'imported', source, started: Date.now() },
    document,
  );
  await folder.writeImported(weights);
  return { run: folder.path, rows: [...rows] };
}

/** Elements of any type as float32, the type in which Netloom computes. */
function asFloat32(data: WeightElements, dtype: LazyTensor['dtype']): Float32Array {
  if (data instanceof Float32Array) return data;
  if (dtype === 'float16' && data instanceof Uint16Array) return fromFloat16(data);
  if (dtype === 'bfloat16' && data instanceof Uint16Array) return fromBfloat16(data);
  return Float32Array.from(data as ArrayLike<number | bigint>, Number);
}
