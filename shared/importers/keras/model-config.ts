import type { Json } from '../../document/json.ts';

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** One output of one call of a layer, as Keras's `keras_history` names it. */
export interface TensorReference {
  /** The layer's name in its model. */
  readonly layer: string;
  /** Which call of the layer, as the file counts them. */
  readonly call: number;
  /** Which output of that call. */
  readonly output: number;
  /** Extents with the batch (null for open ones) and element type, where the file tells them. */
  readonly shape: readonly (number | null)[] | null;
  readonly dtype: string | null;
}

/** An argument of a call: a tensor, a list that may hold tensors, or a plain value. */
export type Argument =
  | { readonly kind: 'tensor'; readonly tensor: TensorReference }
  | { readonly kind: 'list'; readonly items: readonly Argument[] }
  | { readonly kind: 'value'; readonly value: Json };

/** One call of a layer. */
export interface LayerCall {
  readonly positional: readonly Argument[];
  readonly named: ReadonlyMap<string, Argument>;
}

/** A layer, operation or nested model of a Keras config. */
export interface KerasLayer {
  readonly className: string;
  readonly registeredName: string | null;
  /** The Python module as the file tells it: read as a word, never loaded. */
  readonly module: string;
  readonly name: string;
  readonly config: JsonObject;
  /** Keras's own notes on how the layer was built. */
  readonly buildConfig: JsonObject | null;
  readonly calls: readonly LayerCall[];
  /** Whether the calls are written as Keras 3 writes them, with arguments. */
  readonly hasArguments: boolean;
  /** The network inside, for a nested model. */
  readonly model: KerasModel | null;
}

/** A Functional or Sequential model; a Sequential one is brought to the functional form. */
export interface KerasModel {
  readonly name: string;
  readonly layers: readonly KerasLayer[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
  readonly trainable: boolean;
  /** True where an input layer was added that the file does not write out. */
  readonly hasAddedInput: boolean;
}

/** Reads a value as an object; null for anything else. */
export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** Reads a value as a list; null for anything else. */
export function asList(value: Json | undefined): readonly Json[] | null {
  return Array.isArray(value) ? (value as readonly Json[]) : null;
}

/** Reads a value as a text; null for anything else. */
export function asText(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** Reads a value as the extents of a tensor, null for open ones; null for anything else. */
export function asShape(value: Json | undefined): readonly (number | null)[] | null {
  const list = asList(value);
  const fits = (dim: Json): dim is number | null =>
    dim === null || (typeof dim === 'number' && Number.isSafeInteger(dim) && dim >= 0);
  return list?.every(fits) ? list : null;
}

/** The tensors of an argument in order. */
export function tensorsOf(argument: Argument): readonly TensorReference[] {
  if (argument.kind === 'tensor') return [argument.tensor];
  return argument.kind === 'list' ? argument.items.flatMap(tensorsOf) : [];
}

/** All tensors of a call: positional arguments first, then named ones. */
export function tensorsOfCall(call: LayerCall): readonly TensorReference[] {
  return [...call.positional, ...call.named.values()].flatMap(tensorsOf);
}

/** The plain value of an argument; undefined where it holds tensors. */
export function plainValue(argument: Argument | undefined): Json | undefined {
  if (!argument || argument.kind === 'tensor') return undefined;
  if (argument.kind === 'value') return argument.value;
  const items: Json[] = [];
  for (const item of argument.items) {
    const value = plainValue(item);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}
