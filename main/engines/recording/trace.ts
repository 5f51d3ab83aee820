import type { NativeAttribute, NativeValues } from './native-backend.ts';

/** Where a value of a trace comes from. */
export type Source =
  | { readonly kind: 'operation'; readonly index: number; readonly output: number }
  /** Fed at each run: a batch, the step's number, a learning rate. */
  | { readonly kind: 'input'; readonly name: string }
  /** A weight, slot or sum as it was when the trace began. */
  | { readonly kind: 'state'; readonly name: string }
  | { readonly kind: 'constant'; readonly index: number };

/** A type and extents. */
export interface ValueType {
  /** `TF_DataType`. */
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** One operation that TensorFlow was asked to run. */
export interface TracedOperation {
  readonly name: string;
  readonly attributes: readonly NativeAttribute[];
  readonly inputs: readonly Source[];
  readonly outputs: readonly ValueType[];
}

/** Numbers that were made in JavaScript while recording. */
export interface TracedConstant extends ValueType {
  readonly values: NativeValues;
}

/** What TensorFlow did during one step, with its inputs and its state taken out. */
export interface Trace {
  /** In the order of execution. */
  readonly operations: readonly TracedOperation[];
  readonly constants: readonly TracedConstant[];
  readonly inputs: ReadonlyMap<string, ValueType>;
  readonly state: ReadonlyMap<string, ValueType>;
  /** New values of the state, where it changed. */
  readonly changes: ReadonlyMap<string, Source>;
  /** What the step gave back. */
  readonly results: readonly Source[];
  /** Updates that a fused operation can take the place of. */
  readonly updates: readonly TracedUpdate[];
}

/**
 * The type of a value of a trace, also of one under construction.
 *
 * @throws Error where nobody made the value
 */
export function typeOfSource(
  { operations, constants, inputs, state }: Pick<Trace, 'operations' | 'constants' | 'inputs' | 'state'>,
  source: Source,
): ValueType {
  const type =
    source.kind === 'operation'
      ? operations[source.index]?.outputs[source.output]
      : source.kind === 'constant'
        ? constants[source.index]
        : (source.kind === 'input' ? inputs : state).get(source.name);
  if (!type) throw new Error('A recorded step takes what nobody made.');
  return type;
}

/** One call of an optimizer's rule on one weight. */
export interface TracedUpdate {
  /** The rule's name. */
  readonly rule: string;
  /** The weight's name in the state. */
  readonly weight: string;
  /** The slots' names in the state, in the rule's order. */
  readonly slots: readonly string[];
  readonly gradient: Source;
  /** Settings and numbers of the step, by name. */
  readonly numbers: ReadonlyMap<string, Source>;
  readonly settings: Readonly<Record<string, unknown>>;
}
