import type { Json } from '../../document/json.ts';
import type { DType, Shape } from '../../document/value.ts';

/** One parameter combination of a layer type that the battery runs on every engine and in ONNX Runtime. */
export interface BatteryCase {
  readonly type: string;
  /** As a document stores them; the rest are defaults. */
  readonly parameters: Record<string, Json>;
  /** Input shapes with the batch as `N`; odd and not square, so that swapped axes show. */
  readonly inputs: readonly Shape[];
  /** Element types of the inputs; float32 when left out. */
  readonly dtypes?: readonly DType[];
  /** Inputs by port that a constant of these numbers feeds instead of an input of the network; shapes are then whole. */
  readonly constants?: Readonly<Record<number, { readonly value: readonly number[] }>>;
  /** Names of the layer's weights (or full names of others before it) that rightly have no gradient here. */
  readonly still?: readonly string[];
  /** What the case is about, where the parameters do not tell. */
  readonly note?: string;
}
