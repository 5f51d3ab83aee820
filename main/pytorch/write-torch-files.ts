import path from 'node:path';
import { initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { buildTorchModule, type TorchSource } from '../../shared/exporters/pytorch/build-module.ts';
import type { TorchParameter } from '../../shared/exporters/pytorch/module-builder.ts';
import { formedData, formedShape } from '../../shared/exporters/weight-form.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import type { WeightElements, WeightStore } from '../../shared/layers/weight-store.ts';
import { type LazyTensor, writeLazyTensors } from '../runs/safetensors.ts';
import { writeAtomically } from '../runs/write-atomically.ts';

/** What to write as PyTorch. */
export interface TorchRequest {
  /** The network's name. */
  readonly name: string;
  readonly inference: Inference;
  /** Path of the .py file; the weights stand beside it as .safetensors. */
  readonly output: string;
  /** Learned weights; left out, the initial ones of the seed. */
  readonly weights?: WeightStore | undefined;
  readonly seed: number;
  /** e.g. `Netloom 0.1.0`, for the file's head. */
  readonly producer: string;
}

/** What was written. */
export interface TorchFiles extends TorchSource {
  /** The module and its weights. */
  readonly files: readonly string[];
}

/**
 * Writes a network as a PyTorch module and a safetensors file with its state_dict.
 *
 * @throws ExportError when a layer cannot be said in PyTorch, or the weights belong to another network
 */
export async function writeTorchFiles(request: TorchRequest): Promise<TorchFiles> {
  const { name, inference, output, seed } = request;
  const weights = request.weights ?? initialWeightStore(inference, seed);
  const parsed = path.parse(output);
  const weightsFile = `${parsed.name}.safetensors`;
  const source = buildTorchModule(name, inference.graph, inference, weightsFile, request.producer);
  const tensors = source.parameters.map(
    (parameter): LazyTensor => ({
      name: parameter.key,
      dtype: parameter.description.dtype ?? 'float32',
      shape: formedShape(parameter.description.shape, parameter.form),
      read: () => elements(parameter, weights),
    }),
  );
  const weightsPath = path.join(parsed.dir, weightsFile);
  await writeLazyTensors(weightsPath, tensors, { format: 'pt' });
  await writeAtomically(output, file => file.writeFile(source.source));
  return { ...source, files: [output, weightsPath] };
}

function elements({ source, description, form }: TorchParameter, weights: WeightStore): WeightElements {
  const isFloat = (description.dtype ?? 'float32') === 'float32';
  const data = isFloat ? weights.get(source) : weights.elements?.(source);
  const count = description.shape.reduce((product, extent) => product * extent, 1);
  if (data?.length !== count)
    throw new ExportError(
      'export.weights',
      `The weights do not belong to this network: ${source} should have ${count} elements; got ${data?.length ?? 'none'}. Export the document that was trained, or train again, beginning with these weights: those that fit are taken.`,
    );
  return data instanceof Float32Array ? formedData(data, description, form) : data;
}
