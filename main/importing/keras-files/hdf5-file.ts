import { Dataset, File, Group, Module, ready } from 'h5wasm';
import type { DType } from '../../../shared/document/value.ts';
import { ImportError } from '../../../shared/importers/imported-network.ts';
import type { ByteSource } from '../../../shared/importers/onnx/byte-source.ts';
import { ELEMENT_ARRAYS, type WeightElements } from '../../../shared/layers/weight-store.ts';
import { hasPlainSuperblock } from './hdf5-check.ts';
import { damagedHdf5, showFile } from './hdf5-filesystem.ts';
import type { StoredTensor } from './stored-tensor.ts';

/** A group of an HDF5 file with what stands in it. */
export interface StoredGroup {
  readonly groups: ReadonlyMap<string, StoredGroup>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** A text, or a list of texts; null where there is none of that name. */
  attribute(name: string): string | readonly string[] | null;
}

/** An open HDF5 file. */
export interface Hdf5File {
  readonly root: StoredGroup;
  close(): void;
}

/** Groups within groups: deeper is a mistake or an attack (a group may hold itself). */
const MAX_DEPTH = 48;
/** The most groups and tensors of a file. */
const MAX_OBJECTS = 1_000_000;
/** A tensor may be this many times as large as the whole file (compressed zeros); beyond it is an attack. */
const MAX_RATIO = 1000;
/** Tensors are read in pieces of about this many bytes, so that the library holds no big one whole. */
const PIECE = 2 ** 24;
const INTEGER = 0;
type ElementClass = 'integer' | 'float' | 'opaque' | 'enumeration';
/** H5T_class_t of the classes that weights may have. Source: HDF5, H5Tpublic.h. */
const CLASSES: Readonly<Record<number, ElementClass>> = {
  0: 'integer',
  1: 'float',
  5: 'opaque',
  8: 'enumeration',
};

let opened = 0;

/**
 * Opens an HDF5 file and lists what stands in it; tensors are read when asked for.
 *
 * @param source the file's bytes
 * @throws ImportError for damaged files, links that lead elsewhere, external or virtual data, sizes that cannot be
 */
export async function openHdf5(source: ByteSource): Promise<Hdf5File> {
  if (!hasPlainSuperblock(source)) throw damagedHdf5('its first bytes are not as they must be');
  const library = await ready;
  library.activate_throwing_error_handler();
  opened += 1;
  const path = `/model-${opened}.h5`;
  const hide = showFile(library, path, source);
  let file: File | null = null;
  try {
    file = new File(path, 'r');
    const handle = file;
    const root = listGroup(file, '', { objects: 0, size: source.length }, 0);
    return {
      root,
      close() {
        handle.close();
        hide();
      },
    };
  } catch (error) {
    try {
      file?.close();
    } finally {
      hide();
    }
    throw damagedHdf5(error);
  }
}

interface Budget {
  objects: number;
  readonly size: number;
}

function listGroup(group: Group, path: string, budget: Budget, depth: number): StoredGroup {
  if (depth > MAX_DEPTH)
    throw new ImportError('import.unsafe', `The HDF5 file nests groups deeper than ${MAX_DEPTH} levels.`);
  const groups = new Map<string, StoredGroup>();
  const tensors = new Map<string, StoredTensor>();
  for (const name of group.keys()) {
    budget.objects += 1;
    if (budget.objects > MAX_OBJECTS)
      throw new ImportError('import.unsafe', `The HDF5 file holds more than ${MAX_OBJECTS} objects.`);
    const full = `${path}/${name}`;
    const type = group.get_type(full);
    if (type === Module.H5G_LINK || type === Module.H5G_UDLINK || group.get_link(full) !== null)
      throw new ImportError(
        'import.unsafe',
        `The HDF5 file holds a link at ${full}, which could lead to other files; it is not followed. Save the model again with Keras, which writes no links.`,
      );
    const entity = group.get(full);
    if (entity instanceof Dataset) {
      const tensor = describe(entity, full, budget.size);
      if (tensor) tensors.set(name, tensor);
    } else if (entity instanceof Group) groups.set(name, listGroup(entity, full, budget, depth + 1));
  }
  return { groups, tensors, attribute: name => readAttribute(group, name) };
}

function readAttribute(group: Group, name: string): string | readonly string[] | null {
  try {
    const attribute = group.attrs[name];
    if (!attribute) return null;
    const { value } = attribute;
    if (typeof value === 'string') return value;
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    if (Array.isArray(value) && value.every(entry => typeof entry === 'string')) return value;
    return null;
  } catch (error) {
    throw damagedHdf5(error);
  }
}

function describe(dataset: Dataset, path: string, fileSize: number): StoredTensor | null {
  const { metadata } = dataset;
  const kind = CLASSES[metadata.type];
  const { shape } = metadata;
  if (!kind || !shape) return null;
  if (metadata.virtual_sources)
    throw new ImportError(
      'import.unsafe',
      `The HDF5 tensor ${path} is a view of other files; such files are not read.`,
    );
  const bytes = shape.reduce((product, extent) => product * extent, metadata.size);
  const limit = metadata.chunks === null ? fileSize : fileSize * MAX_RATIO;
  if (!Number.isSafeInteger(bytes) || bytes > limit)
    throw new ImportError(
      'import.unsafe',
      `The HDF5 tensor ${path} says that it has ${bytes} bytes, more than a file of ${fileSize} bytes can hold.`,
    );
  const dtype = elementType(kind, metadata.size, metadata.signed);
  if (dtype === null) return null;
  // The library knows no numbers of half precision; it hands out their bits when told that they are whole numbers.
  if (dtype === 'float16')
    Object.defineProperty(dataset, 'metadata', { value: { ...metadata, type: INTEGER, signed: false } });
  return {
    path: path.slice(1),
    shape,
    dtype,
    read: () => readElements(dataset, shape, dtype, metadata.size),
  };
}

function elementType(kind: ElementClass, size: number, signed: boolean): DType | null {
  if (kind === 'enumeration') return size === 1 ? 'bool' : null;
  // HDF5 has no bfloat16: Keras saves its two bytes as they are.
  if (kind === 'opaque') return size === 2 ? 'bfloat16' : null;
  const name = kind === 'float' ? `float${size * 8}` : `${signed ? '' : 'u'}int${size * 8}`;
  const known: Readonly<Record<string, DType>> = {
    float16: 'float16',
    float32: 'float32',
    float64: 'float64',
    int8: 'int8',
    uint8: 'uint8',
    int16: 'int16',
    uint16: 'uint16',
    int32: 'int32',
    uint32: 'uint32',
    int64: 'int64',
    uint64: 'uint64',
  };
  return known[name] ?? null;
}

function readElements(
  dataset: Dataset,
  shape: readonly number[],
  dtype: DType,
  elementBytes: number,
): WeightElements {
  const Elements = ELEMENT_ARRAYS[dtype as keyof typeof ELEMENT_ARRAYS];
  const count = shape.reduce((product, extent) => product * extent, 1);
  const elements = new Elements(count);
  const target = new Uint8Array(elements.buffer);
  try {
    const put = (piece: unknown, at: number): number => {
      if (!ArrayBuffer.isView(piece)) throw new Error('no numbers');
      target.set(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), at);
      return at + piece.byteLength;
    };
    const [rows = 1] = shape;
    const rowBytes = (count / Math.max(rows, 1)) * elementBytes;
    const step = Math.max(1, Math.floor(PIECE / Math.max(rowBytes, 1)));
    if (count === 0) return elements;
    if (shape.length === 0) {
      const { value } = dataset;
      put(ArrayBuffer.isView(value) ? value : Elements.of(value as never), 0);
      return elements;
    }
    let at = 0;
    for (let row = 0; row < rows; row += step)
      at = put(dataset.slice([[row, Math.min(rows, row + step)]]), at);
    return elements;
  } catch (error) {
    throw damagedHdf5(error);
  }
}
