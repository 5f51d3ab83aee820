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

/** A file cannot be imported; the message is a sentence: what came, what was expected, how to fix. */
export class ImportError extends Error {
  readonly code:
    | 'import.format'
    | 'import.damaged'
    | 'import.unsafe'
    | 'import.too-large'
    | 'import.unsupported'
    | 'import.weights'
    | 'import.time'
    | 'import.memory'
    | 'import.read';
  constructor(code: ImportError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ImportError';
    this.code = code;
  }
}
