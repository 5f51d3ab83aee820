import type { ImportReport } from '../contract/imports.ts';
import type { NetloomDocument } from '../document/schema.ts';
import type { DType } from '../document/value.ts';
import type { WeightElements } from '../layers/weight-store.ts';

/** A weight of an imported network; its elements are read only when asked for, one tensor at a time. */
export interface ImportedWeight {
  /** `LAYER/WEIGHT`, as the layer describes it. */
  readonly name: string;
  /** The extents that the layer describes. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Row-major elements in the layer's own (Keras) order, read and rearranged anew at each call. */
  read(): WeightElements;
}

/** What an importer makes of a file. */
export interface ImportedNetwork {
  /** Valid, named, laid out. */
  readonly document: NetloomDocument;
  readonly weights: readonly ImportedWeight[];
  readonly report: ImportReport;
}

/** Why a file cannot be imported, each with its meaning. Codes are stable. */
export const IMPORT_ERROR_CODES = {
  'import.format': 'The file is of no form that is read.',
  'import.damaged': 'The file is damaged.',
  'import.unsafe': 'The file asks for what could run programs or read other files.',
  'import.too-large': 'The file or a part of it is larger than is read.',
  'import.unsupported': 'The file holds what cannot be imported.',
  'import.weights': 'The weights do not fit the network.',
  'import.time': 'Reading took longer than it may.',
  'import.memory': 'Reading took more memory than it may.',
  'import.read': 'The file cannot be read.',
} as const;
export type ImportErrorCode = keyof typeof IMPORT_ERROR_CODES;

/** A file cannot be imported; the message is a sentence: what came, what was expected, how to fix. */
export class ImportError extends Error {
  readonly code: ImportErrorCode;
  constructor(code: ImportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportError';
    this.code = code;
  }
}
