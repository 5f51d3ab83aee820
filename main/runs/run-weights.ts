import { renamedLayers } from '../../shared/document/renamed-layers.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { describedWeights, initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { type Inference, inferDocument } from '../../shared/inference/infer.ts';
import type { WeightDescription } from '../../shared/layers/contract.ts';
import { isReal, type WeightStore, weightName } from '../../shared/layers/weight-store.ts';
import { weightsByName } from '../../shared/layers/weights-by-name.ts';
import { lazyWeightStore } from '../training/weight-store-of.ts';
import { RunFolder } from './run-folder.ts';
import type { LazyTensor, TensorReader } from './safetensors.ts';

/**
 * The weights of a run: those of its last checkpoint, each read when it is asked for. Layers that were renamed since keep theirs.
 *
 * @param run the run's folder
 * @param document the network that they are for; left out, names are taken as they are in the run
 * @throws RunError when there is no run or it has no weights yet
 */
export async function readRunWeights(run: string, document?: NetloomDocument): Promise<WeightStore> {
  return lazyWeightStore(await openRunWeights(run, document));
}

/** What a network takes of a run. */
export interface FittingWeights {
  /** The run's weights that fit, and initial ones for the rest. */
  readonly store: WeightStore;
  /** The weights that are initial ones, `LAYER/WEIGHT`. */
  readonly fresh: ReadonlySet<string>;
  /** Their layers, for sentences: `head`, or `norm (gamma, beta)` where others of the layer fit. */
  readonly freshLayers: readonly string[];
}

/**
 * The weights of a run that fit a network by name and shape, as a training takes them too, and initial ones for the rest: after a change of
 * the head, the head's. Layers that were renamed since keep theirs.
 *
 * @param run the run's folder
 * @param document the network
 * @param seed of the initial weights
 * @throws ExportError `export.weights` where the network has weights and none of the run's fits
 * @throws RunError when there is no run or it has no weights yet
 */
export async function fittingRunWeights(
  run: string,
  document: NetloomDocument,
  seed: number,
): Promise<FittingWeights> {
  const reader = await openRunWeights(run, document);
  const inference = inferDocument(document);
  const wanted = [...describedWeights(inference)];
  const unfit = wanted.filter(([name, description]) => !fits(reader.tensors.get(name), description));
  const [first] = unfit;
  if (first && unfit.length === wanted.length) throw noneFits(first, reader);
  const fresh = new Set(unfit.map(([name]) => name));
  const [kept, initial] = [lazyWeightStore(reader), initialWeightStore(inference, seed)];
  return {
    store: weightsByName(name => (fresh.has(name) ? initial : kept)),
    fresh,
    freshLayers: layersOf(fresh, inference),
  };
}

/** The tensors of a run under the names that their layers have in a document. */
async function openRunWeights(run: string, document?: NetloomDocument): Promise<TensorReader> {
  const folder = new RunFolder(run);
  const reader = await folder.openWeights('last');
  const renamed = document && renamedLayers(await folder.readDocument(), document);
  if (!renamed || renamed.size === 0) return reader;
  const newNames = new Map([...renamed].map(([now, before]) => [before, now]));
  const nameNow = (weight: string) => {
    // A wrapper's weights have a slash of their own: the layer is the longest name that was renamed.
    for (let at = weight.lastIndexOf('/'); at > 0; at = weight.lastIndexOf('/', at - 1)) {
      const now = newNames.get(weight.slice(0, at));
      if (now !== undefined) return now + weight.slice(at);
    }
    return weight;
  };
  return {
    ...reader,
    tensors: new Map([...reader.tensors].map(([name, tensor]) => [nameNow(name), tensor])),
  };
}

function fits(tensor: LazyTensor | undefined, { shape, dtype = 'float32' }: WeightDescription): boolean {
  return (
    tensor !== undefined && tensor.shape.join() === shape.join() && (isReal(tensor.dtype) || !isReal(dtype))
  );
}

function noneFits(
  [name, { shape }]: readonly [string, WeightDescription],
  { tensors }: TensorReader,
): ExportError {
  const found = tensors.get(name)?.shape;
  const words = (extents: readonly number[]) => extents.join(' × ') || 'a scalar';
  return new ExportError(
    'export.weights',
    `None of the run's weights fits this network by name and shape: ${name}, the first, should be ${words(shape)}; the run has ${
      found ? words(found) : 'none of this name'
    }. Export the document that was trained, or choose another run.`,
  );
}

/** The layers of weights, tied ones once, each with its weights where they are not all of the layer's. */
function layersOf(weights: ReadonlySet<string>, inference: Inference): readonly string[] {
  const words = new Map<string, string>();
  for (const { node, weights: all } of inference.nodes.values()) {
    const owner = node.weightsOf ?? node.name;
    const own = all.filter(({ name }) => weights.has(weightName(owner, name)));
    if (own.length === 0) continue;
    words.set(
      owner,
      own.length === all.length ? owner : `${owner} (${own.map(({ name }) => name).join(', ')})`,
    );
  }
  return [...words.values()];
}
