import type { Dim, DType, Shape } from '../document/value.ts';
import type { BuiltContext } from './contract.ts';

/** A symbolic tensor of a Keras model under construction: an output of the `node`-th call of a layer or operation. */
export interface KerasTensor {
  /** Position in the model's list of layers and operations. */
  readonly source: number;
  readonly node: number;
  readonly port: number;
}

/** A Python slice in the key of `get_item`. */
export interface KerasSlice {
  readonly slice: readonly [start: number | null, stop: number | null, step: number | null];
}

/** A constant tensor among the arguments, row-major. */
export interface KerasConstant {
  readonly constant: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** An argument of a call: a tensor, a constant, a slice, or a list of such. */
export type KerasValue =
  | null
  | boolean
  | number
  | string
  | KerasTensor
  | KerasSlice
  | KerasConstant
  | readonly KerasValue[];

/** What `keras` receives beside the layer's values. */
export interface KerasContext<P> extends BuiltContext<P> {
  /** The tensors on the input wires. */
  readonly tensors: readonly KerasTensor[];
}

/** A weight of the node that another Keras layer holds in a shape of its own. */
export interface KerasHeldWeight {
  readonly name: string;
  readonly shape: readonly number[];
}

/** What may be told of a call's outcome. */
export interface KerasCallOptions {
  /** Shape of the outcome where it is not the node's own; only for readers of the file, Keras infers it anew. */
  readonly shape?: Shape;
  readonly dtype?: DType;
  /** Whether several inputs are separate arguments of the call (query, value, key) and not one list. */
  readonly separate?: boolean;
  /** Further arguments of a layer's call by name. */
  readonly named?: Readonly<Record<string, KerasValue>>;
  /** Number of outputs, 1 unless told. */
  readonly outputs?: number;
  /** What a reader of the source is told above the call. */
  readonly comment?: string;
}

/** A layer as a Keras file had it, of a class that is not known here. */
export interface KerasEntry {
  readonly className: string;
  readonly module: string | null;
  readonly registeredName: string | null;
  /** Unchanged. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly positional: readonly KerasValue[];
  readonly named: Readonly<Record<string, KerasValue>>;
}

/**
 * The Keras model under construction, as a layer sees it: calls of Keras's layers and of `keras.ops`. Both the saved model and the
 * source code are written from them.
 */
export interface KerasGraph {
  /**
   * Calls the Keras class that bears the layer's own type, with its weights and canonical parameters, of which `config` replaces some.
   *
   * @param config entries that differ from the canonical parameters; undefined leaves one out
   * @param inputs one tensor, or several for a layer that merges
   */
  own(
    config: Readonly<Record<string, unknown>>,
    inputs: readonly KerasTensor[],
    options?: KerasCallOptions,
  ): readonly KerasTensor[];
  /** Gives a layer of a Keras file back as it came, with all of the node's weights. */
  carried(entry: KerasEntry): readonly KerasTensor[];
  /**
   * Calls another Keras layer.
   *
   * @param className of keras.layers
   * @param config canonical forms as parameters have them; entries left out take Keras's defaults
   * @param inputs one tensor, or several for a layer that merges
   * @param weights which of the node's weights it holds, in Keras's order; with a shape where Keras's is another one of as many elements
   */
  layer(
    className: string,
    config: Readonly<Record<string, unknown>>,
    inputs: readonly KerasTensor[],
    weights?: readonly (string | KerasHeldWeight)[],
    options?: KerasCallOptions,
  ): KerasTensor;
  /**
   * Calls a function of keras.ops that has one output.
   *
   * @param name as in keras.ops: `pad`, `matmul`, `get_item`
   * @param positional tensors first, constants where the function takes them
   * @param named further arguments by name
   */
  op(
    name: string,
    positional: readonly KerasValue[],
    named?: Readonly<Record<string, KerasValue>>,
    options?: KerasCallOptions,
  ): KerasTensor;
  /** The same for a function with several outputs. */
  ops(
    name: string,
    positional: readonly KerasValue[],
    named: Readonly<Record<string, KerasValue>>,
    options: KerasCallOptions,
  ): readonly KerasTensor[];
  /**
   * An input of the network, which a layer without inputs is tied to: Keras has no tensor that comes from none.
   *
   * @param batch the extent that its first axis must have; left out, any input will do
   * @returns null where the network has no such input
   */
  input(batch?: Dim): { readonly tensor: KerasTensor; readonly shape: Shape } | null;
  /**
   * Says that Keras cannot express the layer.
   *
   * @param reason continues the sentence "NAME (TYPE) ...": `runs over a masked sequence, which ...`
   */
  refuse(reason: string): never;
}

/**
 * Where Keras keeps the weights of a layer within a layer, for `kerasSublayers` of the outer one.
 *
 * @param prefix what the outer layer puts before the inner one's weight names, '' for nothing
 * @param path the sublayer that the inner layer is
 * @param inner the inner layer's own answer
 */
export function innerSublayers(
  prefix: string,
  path: string,
  inner: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const joined = (...parts: readonly string[]) => parts.filter(part => part !== '').join('/');
  const places = Object.entries({ '': '', ...inner });
  return Object.fromEntries(places.map(([name, place]) => [joined(prefix, name), joined(path, place)]));
}

/** Whether an argument is a tensor. */
export function isKerasTensor(value: unknown): value is KerasTensor {
  return typeof value === 'object' && value !== null && 'source' in value && 'port' in value;
}

/** Whether an argument is a list. */
export function isKerasList(value: KerasValue): value is readonly KerasValue[] {
  return Array.isArray(value);
}

/** Whether an argument is a constant tensor. */
export function isKerasConstant(value: KerasValue): value is KerasConstant {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'constant' in value;
}

/** Whether an argument is a slice. */
export function isKerasSlice(value: KerasValue): value is KerasSlice {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'slice' in value;
}
