import type { Tensor, Tf } from '../../../shared/layers/tfjs-contract.ts';

/** Numbers as TensorFlow's C interface takes them from JavaScript. */
export type NativeValues = Float32Array | Int32Array | Uint8Array;

/** What an operation gives: a handle with its extents and its `TF_DataType`. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** An attribute of an operation; `type` is a `TF_AttrType`. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The calls of tfjs-node's addon that are used here. Source: tfjs-node 4.22.0, binding/tfjs_binding.cc. */
export interface Binding {
  createTensor(shape: readonly number[], dtype: number, values: NativeValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): NativeValues;
  executeOp(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  loadSavedModel(directory: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): NativeTensor[];
}

/** tfjs-node's backend. All of it is private there, which is why the package's version is pinned. */
export interface NativeBackend {
  binding: Binding;
  /** The handles of tensors; values that are still on the JavaScript side are brought over. */
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  executeMultipleOutputs(
    name: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

/** `TF_DataType` of what engines compute with. Source: tensorflow/c/tf_datatype.h. */
export const DT = { float: 1, int32: 3, uint8: 4, bool: 10 } as const;

/** `TF_AttrType`. Source: tensorflow/c/tf_attrtype.h. */
export const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;

/**
 * The native backend of a library.
 *
 * @param tf TensorFlow.js with its backend chosen
 * @returns null where another backend computes
 */
export function nativeBackend(tf: Tf): NativeBackend | null {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as NativeBackend) : null;
}

/** The handle of a tensor. */
export function handleOf(backend: NativeBackend, tensor: Tensor): number {
  const [id] = backend.getInputTensorIds([tensor]);
  if (id === undefined) throw new Error('TensorFlow gave no handle for a tensor.');
  return id;
}

/**
 * Runs an operation of TensorFlow that TensorFlow.js has no call for. No gradient flows through it.
 *
 * @param backend the native backend
 * @param name the operation's name in TensorFlow
 * @param attributes by name: `{ dtype: DT.float }` and the like
 * @param inputs its inputs in order
 * @param outputs how many it gives
 */
export function execute(
  backend: NativeBackend,
  name: string,
  attributes: readonly NativeAttribute[],
  inputs: readonly Tensor[],
  outputs = 1,
): readonly Tensor[] {
  return backend.executeMultipleOutputs(name, attributes, inputs, outputs);
}
