import type { WeightMatch } from '../../shared/contract/runs.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import type { DType } from '../../shared/document/value.ts';
import { describedWeights } from '../../shared/exporters/initial-weight-store.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { inversePermutation, isIdentity, permuteData } from '../../shared/exporters/onnx/permute.ts';
import { buildTorchModule } from '../../shared/exporters/pytorch/build-module.ts';
import { formedShape } from '../../shared/exporters/weight-form.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import type { WeightDescription } from '../../shared/layers/contract.ts';

/** A tensor of a file, by what a match needs. */
export interface GivenTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** One weight with the tensor that it is taken from. */
export interface MatchedWeight<T extends GivenTensor> {
  readonly weight: string;
  readonly description: WeightDescription;
  readonly tensor: T;
  /** Brings the tensor's elements to the weight's own order. */
  readonly order: (data: Float32Array) => Float32Array;
}

/** What matched, and a row for every weight and every tensor left over. */
export interface Matching<T extends GivenTensor> {
  readonly matched: readonly MatchedWeight<T>[];
  readonly rows: readonly WeightMatch[];
}

/** A tensor that a weight may be taken from: under what name, with what shape, and how its axes lie. */
interface Candidate {
  readonly name: string;
  readonly shape: readonly number[];
  /** Axis i of the weight is axis `permutation[i]` of the tensor. */
  readonly permutation: readonly number[];
}

/** PyTorch's names of a layer's tensors by Keras's. Source: torch.nn, PyTorch 2.15. */
const TORCH_NAMES: Readonly<Record<string, string>> = {
  kernel: 'weight',
  depthwise_kernel: 'weight',
  embeddings: 'weight',
  gamma: 'weight',
  scale: 'weight',
  beta: 'bias',
  bias: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/**
 * Finds for each weight of a network the tensor of a file that holds it: `LAYER/WEIGHT`, `LAYER.WEIGHT`, the key in the state_dict of
 * the PyTorch module that Netloom writes, and PyTorch's own name of the layer's tensor (`conv1.weight`), in this order. The shape must
 * agree; the axes of PyTorch's kernels are put in Keras's order.
 *
 * @param document the network
 * @param inference its inference
 * @param tensors the file's, by name
 */
export function matchWeights<T extends GivenTensor>(
  document: NetloomDocument,
  inference: Inference,
  tensors: ReadonlyMap<string, T>,
): Matching<T> {
  const written = writtenByTorch(document, inference);
  const used = new Set<string>();
  const matched: MatchedWeight<T>[] = [];
  const rows: WeightMatch[] = [];
  for (const [weight, description] of describedWeights(inference)) {
    const candidates = [
      ...plainNames(weight, description),
      ...(written.get(weight) ?? []),
      ...torchNames(weight, description),
    ];
    const present = candidates.flatMap(candidate => {
      const tensor = tensors.get(candidate.name);
      return tensor ? [{ candidate, tensor }] : [];
    });
    const fitting = present.find(({ candidate, tensor }) => sameShape(candidate.shape, tensor.shape));
    const shape = [...description.shape];
    if (fitting) {
      const { candidate, tensor } = fitting;
      used.add(tensor.name);
      const order = (data: Float32Array) => permuteData(data, tensor.shape, candidate.permutation);
      matched.push({ weight, description, tensor, order });
      const note = isIdentity(candidate.permutation)
        ? ''
        : `Axes ${tensor.shape.join(' × ')} put in the order of Keras.`;
      rows.push({ kind: 'matched', weight, tensor: tensor.name, shape, found: [...tensor.shape], note });
      continue;
    }
    const [other] = present;
    if (other) {
      used.add(other.tensor.name);
      const note = `The network expects ${other.candidate.shape.join(' × ') || 'a scalar'}, the file has ${other.tensor.shape.join(' × ') || 'a scalar'}.`;
      rows.push({
        kind: 'shape',
        weight,
        tensor: other.tensor.name,
        shape,
        found: [...other.tensor.shape],
        note,
      });
    } else rows.push({ kind: 'missing', weight, tensor: '', shape, found: null, note: '' });
  }
  for (const { name, shape } of tensors.values())
    if (!used.has(name))
      rows.push({ kind: 'unused', weight: '', tensor: name, shape: null, found: [...shape], note: '' });
  return { matched, rows };
}

function plainNames(weight: string, { shape }: WeightDescription): readonly Candidate[] {
  const permutation = shape.map((_, axis) => axis);
  return [weight, weight.replaceAll('/', '.')].map(name => ({ name, shape, permutation }));
}

/** The tensors of the state_dict of our own PyTorch export; none where the network cannot be said in PyTorch. */
function writtenByTorch(
  document: NetloomDocument,
  inference: Inference,
): ReadonlyMap<string, readonly Candidate[]> {
  const found = new Map<string, Candidate[]>();
  try {
    const { parameters } = buildTorchModule(document.name, inference.graph, inference, '', '');
    for (const { key, source, description, form } of parameters) {
      // Slices of a weight in another order, or a weight in several tensors, cannot be told back by its axes alone.
      if (form.take || form.reshape) continue;
      const axes = description.shape.map((_, axis) => axis);
      const permutation = form.finalShape ? axes : inversePermutation(form.permute ?? axes);
      if (form.finalShape && form.permute && !isIdentity(form.permute)) continue;
      const candidate = { name: key, shape: formedShape(description.shape, form), permutation };
      found.set(source, [...(found.get(source) ?? []), candidate]);
    }
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
  }
  return found;
}

function torchNames(weight: string, { name, shape }: WeightDescription): readonly Candidate[] {
  const torch = TORCH_NAMES[name];
  if (torch === undefined) return [];
  const key = `${weight.slice(0, weight.lastIndexOf('/')).replaceAll('/', '.')}.${torch}`;
  const axes = shape.map((_, axis) => axis);
  if (shape.length < 2 || name === 'embeddings') return [{ name: key, shape, permutation: axes }];
  const last = shape.length - 1;
  // Keras: spatial axes, inputs, outputs; PyTorch: outputs, inputs, spatial axes. Keras keeps the kernel of a transposed
  // convolution with outputs before inputs, so the same order holds.
  const order = [last, last - 1, ...axes.slice(0, -2)];
  return [{ name: key, shape: order.map(axis => shape[axis] ?? 1), permutation: inversePermutation(order) }];
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}
