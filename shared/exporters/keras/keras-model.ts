import type { DType, Shape } from '../../document/value.ts';
import {
  isKerasList,
  isKerasTensor,
  type KerasTensor,
  type KerasValue,
} from '../../layers/keras-contract.ts';

/** A weight of a Keras layer and where its values come from. */
export interface KerasWeight {
  /** Full name `LAYER/WEIGHT` in the weight store. */
  readonly store: string;
  /** Path of the sublayer that holds it, '' for the layer itself: `cell`, `forward_layer/cell`. */
  readonly sublayer: string;
  /** Keras's own name: `kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly trainable: boolean;
  /** Whether the layer lists it among its own weights too, although a sublayer holds it. */
  readonly isListedTwice: boolean;
}

/** One call of a layer or an operation. */
export interface KerasCall {
  readonly positional: readonly KerasValue[];
  readonly named: Readonly<Record<string, KerasValue>>;
  readonly outputs: readonly { readonly shape: Shape; readonly dtype: DType }[];
  /** The document's node that it was made for. */
  readonly node: string;
  /** What a reader of the source is told above the call. */
  readonly comment?: string;
}

/** A layer of keras.layers, or an operation of keras.ops, of a model. */
export interface KerasSource {
  readonly kind: 'input' | 'layer' | 'operation';
  /** Class of keras.layers, or the function's name in keras.ops. */
  readonly className: string;
  /** Unique in the model. */
  name: string;
  /** Canonical forms, by Keras's names; empty for operations. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly trainable: boolean;
  /** What a file told of a class that is not known here; its config is written unchanged. */
  readonly carried?: { readonly module: string | null; readonly registeredName: string | null };
  /** Whether the weights were named for a layer of another class, so that Keras's own names are others. */
  readonly holdsOthers: boolean;
  /** Trainable ones first. */
  readonly weights: readonly KerasWeight[];
  readonly calls: KerasCall[];
}

/** A network as Keras has it: what both the saved model and the source code are written from. */
export interface KerasModel {
  readonly name: string;
  /** In the order of their first call: every tensor comes from a source before. */
  readonly sources: readonly KerasSource[];
  /** The calls in the order of computation. */
  readonly order: readonly { readonly source: number; readonly node: number }[];
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
}

/** A layer's weights in the order of Keras's `layer.weights`: its own before those of sublayers. */
export function weightsInOrder({ weights }: Pick<KerasSource, 'weights'>): readonly KerasWeight[] {
  const isOwn = ({ sublayer, isListedTwice }: KerasWeight) => sublayer === '' || isListedTwice;
  return [...weights.filter(isOwn), ...weights.filter(weight => !isOwn(weight))];
}

/** The tensors among the arguments of a call, in Keras's order of flattening. */
export function tensorsIn(call: KerasCall): readonly KerasTensor[] {
  const found: KerasTensor[] = [];
  const visit = (value: KerasValue): void => {
    if (isKerasList(value)) for (const entry of value) visit(entry);
    else if (isKerasTensor(value)) found.push(value);
  };
  for (const value of [...call.positional, ...Object.values(call.named)]) visit(value);
  return found;
}
