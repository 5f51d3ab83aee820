import type { DType } from '../../../shared/document/value.ts';
import { ImportError, type ImportedWeight } from '../../../shared/importers/imported-network.ts';
import type { KerasPlace } from '../../../shared/importers/keras/import-keras-config.ts';
import { matchWeights } from '../../../shared/importers/keras/match-weights.ts';
import type { Inference } from '../../../shared/inference/infer.ts';
import { type WeightElements, weightName } from '../../../shared/layers/weight-store.ts';
import { fromBfloat16, fromFloat16 } from './half.ts';
import type { StoredTensor } from './stored-tensor.ts';
import type { LayerTensor, WeightFile } from './weight-files.ts';

/** The weights of a network as far as the file holds them. */
export interface MatchedWeights {
  readonly weights: readonly ImportedWeight[];
  /** Full names of those that the file does not hold. */
  readonly missing: readonly string[];
  /** Layers of which the file holds weights, but whose input's shape is not known. */
  readonly unknown: readonly string[];
}

/**
 * Finds the weights of all layers in a file, by layer, name and shape.
 *
 * @param inference the network
 * @param places where its layers stand in the Keras model
 * @param file the file's weights
 */
export function matchedWeights(
  inference: Inference,
  places: readonly KerasPlace[],
  file: WeightFile,
): MatchedWeights {
  const weights: ImportedWeight[] = [];
  const missing: string[] = [];
  const unknown: string[] = [];
  for (const { node, path } of places) {
    const known = inference.nodes.get(node);
    if (known?.layer?.weights && !known.isBuilt && file.tensorsOf(path).length > 0) unknown.push(node);
    if (!known || known.ownWeights.length === 0) continue;
    const offered = file.tensorsOf(path);
    const byKey = known.layer?.traits.isCarried === true;
    const found = byKey
      ? known.ownWeights.map(({ name }) => offered.findIndex(({ key }) => key === name))
      : matchWeights(known.ownWeights, offered);
    for (const [i, { name, shape, dtype = 'float32' }] of known.ownWeights.entries()) {
      const tensor: LayerTensor | undefined = offered[found[i] ?? -1];
      if (!tensor) missing.push(weightName(node, name));
      else
        weights.push({
          name: weightName(node, name),
          shape,
          dtype,
          read: () => converted(tensor.tensor, dtype),
        });
    }
  }
  return { weights, missing, unknown };
}

/** The elements in the type that the layer computes with. */
function converted({ path, dtype, shape, read }: StoredTensor, wanted: DType): WeightElements {
  const elements = read();
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (elements.length !== count)
    throw new ImportError(
      'import.damaged',
      `The tensor ${path} holds ${elements.length} elements; ${count} were expected.`,
    );
  if (dtype === wanted) return elements;
  if (wanted === 'float32') {
    if (dtype === 'float16' && elements instanceof Uint16Array) return fromFloat16(elements);
    if (dtype === 'bfloat16' && elements instanceof Uint16Array) return fromBfloat16(elements);
    return Float32Array.from(elements as ArrayLike<number | bigint>, Number);
  }
  if (wanted === 'int32') return Int32Array.from(elements as ArrayLike<number | bigint>, Number);
  throw new ImportError(
    'import.weights',
    `The tensor ${path} holds ${dtype}, but the layer's weight is ${wanted}; this cannot be converted.`,
  );
}
