import type { Json } from '../../document/json.ts';
import type { Value } from '../../document/value.ts';
import type { Constant } from './constant.ts';
import type { Known } from './known.ts';
import type { FileNode } from './onnx-file.ts';
import type { TensorView } from './recurrent/tensor-view.ts';

/** A layer of the document to be, before names are given. */
export interface DraftLayer {
  readonly type: string;
  /** Only what differs from the defaults. */
  parameters: Readonly<Record<string, Json>>;
  readonly inputs: readonly DraftPort[];
  readonly outputs: readonly Value[];
  readonly weights: readonly DraftWeight[];
  /** An earlier layer that has the very same weights. */
  weightsOf: DraftLayer | null;
  /** What the file calls it. */
  wish: string;
  /** The modules it stands in, outermost first. */
  readonly scopes: readonly string[];
}

/** A layer with weights of its own that stands in no module. */
export function newLayer(
  type: string,
  inputs: readonly DraftPort[],
  wish: string,
  built: Pick<DraftLayer, 'parameters' | 'outputs' | 'weights'>,
): DraftLayer {
  return { type, inputs, wish, scopes: [], weightsOf: null, ...built };
}

/** An output of a draft layer. */
export interface DraftPort {
  readonly layer: DraftLayer;
  readonly port: number;
}

/** A weight of a draft layer: a constant of the file, its axes in the layer's order. */
export interface DraftWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly constant: Constant;
  readonly permutation: readonly number[] | null;
}

/** What is known of a tensor of the file. */
export interface TensorState {
  value: Value;
  /** Its elements where the file holds them. */
  readonly constant: Constant | null;
  /** Its content as far as it is known, where it is small. */
  readonly known: Known | null;
  /** What makes it in the document; null while nothing there needs it. */
  port: DraftPort | null;
  /** The node that was computed away and can still be put into the document. */
  readonly maker: FileNode | null;
  /** The tensor whose elements it holds in another order or form, where a recurrent layer may see through that. */
  readonly view?: TensorView;
  /** The number that all its elements are, where its extents are open. */
  fill?: number;
}

/** One layer that a converter proposes. */
export interface Step {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, Json | undefined>>;
  /** Tensors of the file by name, or outputs of steps before by number. */
  readonly inputs: readonly (string | number)[];
  /** By the names of the layer's weight descriptions. */
  readonly weights?: Readonly<Record<string, StepWeight>>;
}

/** A constant as a weight of a layer. */
export interface StepWeight {
  readonly constant: Constant;
  /** Order of the constant's axes in the layer's weight; left out where it is the same. */
  readonly permutation?: readonly number[];
}
