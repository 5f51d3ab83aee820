import type { Json } from '../../document/json.ts';
import type { DType } from '../../document/value.ts';
import type { Argument, TensorReference } from './model-config.ts';

/** One layer of the document that a layer of the file becomes. */
export interface ConvertedNode {
  readonly type: string;
  readonly parameters: Readonly<Record<string, Json>>;
}

/** What a layer of the file becomes. */
export interface Conversion {
  /** The layers in a chain: the first takes the wires, the last gives the output and bears the name. */
  readonly chain: readonly ConvertedNode[];
  readonly wires: readonly TensorReference[];
  readonly isCarried: boolean;
  /** Sentence parts on what is not as in the file. */
  readonly changes: readonly string[];
}

/** What the file tells of the outputs of one call: by those who take them. */
export type KnownOutputs = ReadonlyMap<number, TensorReference>;

/** The names and extents of the weights that the file holds for a layer. */
export type WeightListing = readonly {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
}[];

/** An operation with its arguments found by name, whichever of Keras's two ways wrote them. */
export interface Operation {
  /** In snake case, without the module: `add`, `reduce_mean`. */
  readonly name: string;
  readonly tensors: readonly TensorReference[];
  /** The operands in the order of the call. */
  readonly operands: readonly Argument[];
  /** A setting by any of its names: from the config, the named arguments, or the place among the operands. */
  setting(names: readonly string[], place?: number): Json | undefined;
}
