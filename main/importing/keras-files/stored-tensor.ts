import type { DType } from '../../../shared/document/value.ts';
import type { WeightElements } from '../../../shared/layers/weight-store.ts';

/** A tensor in a file; its elements are read when asked for. */
export interface StoredTensor {
  /** Its path in the file, without a leading slash. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Row-major elements in the tensor's own type. */
  read(): WeightElements;
}
