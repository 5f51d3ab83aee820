import type { Json } from '../../document/json.ts';
import { isQuantized } from '../../importers/keras/dtype-policy.ts';
import { KERAS_CLASS_NAMES } from '../../layers/keras-classes.generated.ts';
import { ExportError } from '../onnx/export-error.ts';
import type { KerasModel, KerasSource, KerasWeight } from './keras-model.ts';
import { snakeCase } from './keras-names.ts';
import { kerasLayerOrder } from './layer-order.ts';

/** A weight and where a Keras file keeps it. */
export interface PlacedWeight {
  readonly weight: KerasWeight;
  /** Path of the data set in the HDF5 file. */
  readonly path: string;
}

/** The weights of one layer in a Keras file. */
export interface PlacedLayer {
  readonly source: KerasSource;
  /** Path of the layer's group. */
  readonly group: string;
  readonly weights: readonly PlacedWeight[];
}

/**
 * Where `model.weights.h5` of a .keras file keeps each weight: `layers/CLASS[_n]/[SUBLAYER/]vars/i`, n counting the layers of one class in
 * Keras's order, i the weights of one sublayer, trainable ones first; a weight that is listed twice is saved twice.
 * Source: keras/src/saving/saving_lib.py, _save_container_state.
 *
 * @throws ExportError for a layer that is carried and keeps its weights where nobody knows
 */
export function kerasFilePlaces(model: KerasModel): readonly PlacedLayer[] {
  const used = new Map<string, number>();
  return kerasLayerOrder(model).map(source => {
    requireNumbered(source);
    const snake = snakeCase(KERAS_CLASS_NAMES[source.className] ?? source.className);
    const count = used.get(snake) ?? 0;
    used.set(snake, count + 1);
    const group = `layers/${snake}${count === 0 ? '' : `_${count}`}`;
    const next = new Map<string, number>();
    const place = (weight: KerasWeight, sublayer: string): PlacedWeight => {
      const index = next.get(sublayer) ?? 0;
      next.set(sublayer, index + 1);
      return { weight, path: `${sublayer === '' ? group : `${group}/${sublayer}`}/vars/${index}` };
    };
    const weights = source.weights.flatMap(weight => {
      const { sublayer, isListedTwice } = weight;
      return isListedTwice ? [place(weight, ''), place(weight, sublayer)] : [place(weight, sublayer)];
    });
    return { source, group, weights };
  });
}

/** A .keras file numbers the weights of a layer within each sublayer; an .h5 file names them all in one list. */
const isNumbered = ({ name }: KerasWeight) => /^\d+$/.test(name);

/**
 * Whether Keras saves other weights in a .keras file than the layer lists: whole numbers with their scales, or kernels with their
 * low-rank additions in them. Source: save_own_variables in keras/src/layers/core/dense.py.
 */
function isRearranged({ config }: KerasSource): boolean {
  return (config.lora_rank ?? null) !== null || isQuantized(config.dtype as Json | undefined);
}

/** A layer that is carried from an .h5 file tells the names of its weights, but not which sublayer of Keras's they are in. */
function requireNumbered(source: KerasSource): void {
  const { name, className, carried, weights } = source;
  const isElsewhere = ({ sublayer, dtype }: KerasWeight) => sublayer !== '' || dtype !== 'float32';
  const isUnknown = (weight: KerasWeight) => isElsewhere(weight) || isRearranged(source);
  if (carried && weights.some(weight => !isNumbered(weight) && isUnknown(weight)))
    throw new ExportError(
      'export.layer',
      `${name} (${className}) came from an .h5 file, which does not tell where a .keras file keeps its weights. Export as .h5.`,
    );
}

/** A layer that is carried from a .keras file tells the places of its weights, but not in which order Keras lists them. */
function requireListed(source: KerasSource): void {
  const { name, className, carried, weights } = source;
  const places = new Set(weights.map(({ sublayer }) => sublayer));
  if (carried && weights.some(isNumbered) && (places.size > 1 || isRearranged(source)))
    throw new ExportError(
      'export.layer',
      `${name} (${className}) came from a .keras file, which does not tell in which order an .h5 file lists its weights. Export as .keras.`,
    );
}

/**
 * Where a legacy .h5 file keeps each weight: `model_weights/NAME/NAME/WEIGHT`; their order is what Keras goes by.
 * Source: keras/src/legacy/saving/legacy_h5_format.py, save_weights_to_hdf5_group.
 *
 * @throws ExportError for a layer that is carried and lists its weights in an order that nobody knows
 */
export function legacyFilePlaces(model: KerasModel): readonly PlacedLayer[] {
  return kerasLayerOrder(model).map(source => {
    requireListed(source);
    const weights = source.weights.map(weight => ({
      weight,
      path: `${source.name}/${legacyName(weight)}`,
    }));
    return { source, group: `model_weights/${source.name}`, weights };
  });
}

/** A weight's path below its layer: `cell/kernel`, `kernel`. */
export function legacyName(weight: KerasWeight): string {
  return weight.sublayer === '' ? weight.name : `${weight.sublayer}/${weight.name}`;
}
