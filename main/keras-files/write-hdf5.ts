import { File, type Group, ready } from 'h5wasm/node';
import type { DType } from '../../shared/document/value.ts';
import type { KerasModel } from '../../shared/exporters/keras/keras-model.ts';
import type { PlacedLayer } from '../../shared/exporters/keras/weight-places.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import type { WritingOptions } from './staged-file.ts';
import { weightElements } from './weight-elements.ts';

/** HDF5's names of the element types that Keras saves. */
const HDF5_TYPES: Partial<Record<DType, string>> = {
  float32: '<f4',
  float64: '<f8',
  int8: '<b',
  uint8: '<B',
  int16: '<h',
  uint16: '<H',
  int32: '<i',
  uint32: '<I',
  int64: '<q',
  uint64: '<Q',
};

/** Attributes of a group: texts and lists of texts. */
export type Attributes = Readonly<Record<string, string | readonly string[]>>;

/** The largest attribute in bytes. Source: keras/src/legacy/saving/legacy_h5_format.py, HDF5_OBJECT_HEADER_LIMIT. */
const ATTRIBUTE_LIMIT = 64_512;

/** What a file holds beside the weights. */
export interface Hdf5Layout {
  readonly model: KerasModel;
  readonly layers: readonly PlacedLayer[];
  /** Attributes of the file itself and of groups, by path ('' for the file). */
  readonly attributes: ReadonlyMap<string, Attributes>;
}

/**
 * Writes an HDF5 file of weights, one weight in memory at a time.
 *
 * @param target the file; replaced
 * @throws ExportError for a weight that is missing, or of an element type that Keras does not save
 */
export async function writeHdf5(
  target: string,
  layout: Hdf5Layout,
  weights: WeightStore,
  { signal, onProgress }: WritingOptions = {},
): Promise<void> {
  await ready;
  const file = new File(target, 'w');
  try {
    const groups = new Groups(file);
    const total = layout.layers.reduce((count, layer) => count + layer.weights.length, 0);
    let done = 0;
    for (const layer of layout.layers) {
      const within = groups.at(layer.group);
      for (const { weight, path } of layer.weights) {
        signal?.throwIfAborted();
        const isBelow = path.startsWith(`${layer.group}/`);
        const full = isBelow ? path : `${layer.group}/${path}`;
        const slash = full.lastIndexOf('/');
        const group = slash < 0 ? within : groups.at(full.slice(0, slash));
        const dtype = HDF5_TYPES[weight.dtype];
        if (dtype === undefined)
          throw new ExportError(
            'export.layer',
            `${weight.store} has elements of the type ${weight.dtype}, which Keras's files do not hold.`,
          );
        const data = weightElements(weights, weight);
        group.create_dataset({ name: full.slice(slash + 1), data, shape: [...weight.shape], dtype });
        done += 1;
        onProgress?.(done / total);
        await new Promise(resolve => setImmediate(resolve));
      }
    }
    for (const [place, attributes] of layout.attributes)
      for (const [name, value] of Object.entries(attributes)) writeAttribute(groups.at(place), name, value);
  } finally {
    file.close();
  }
}

/** Groups by path, made when first asked for. */
class Groups {
  private readonly known = new Map<string, Group>();

  constructor(file: File) {
    this.known.set('', file);
  }

  at(place: string): Group {
    const known = this.known.get(place);
    if (known) return known;
    const slash = place.lastIndexOf('/');
    const parent = this.at(slash < 0 ? '' : place.slice(0, slash));
    const group = parent.create_group(place.slice(slash + 1));
    this.known.set(place, group);
    return group;
  }
}

function writeAttribute(group: Group, name: string, value: string | readonly string[]): void {
  if (typeof value === 'string') {
    group.create_attribute(name, value);
    return;
  }
  const chunks: string[][] = [[]];
  let size = 0;
  const longest = Math.max(1, ...value.map(text => Buffer.byteLength(text)));
  for (const text of value) {
    if (size + longest > ATTRIBUTE_LIMIT) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(text);
    size += longest;
  }
  for (const [i, chunk] of chunks.entries())
    group.create_attribute(
      chunks.length === 1 ? name : `${name}${i}`,
      chunk.length > 0 ? chunk : new Float64Array(0),
      [chunk.length],
      chunk.length > 0 ? `S${longest}` : null,
    );
}
