import type { DType } from '../document/value.ts';
import type { BuiltContext } from './contract.ts';

/** ONNX's numbers of the element types. Source: onnx.proto3, TensorProto.DataType. */
export const ONNX_ELEMENT_TYPES: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
};

/** An attribute of an ONNX node: the kind is told by the form (whole numbers need the explicit wrapper). */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly string: string }
  | { readonly strings: readonly string[] };

/** How a layer's weight becomes an initializer; applied lazily while the file is written. */
export interface OnnxWeightForm {
  /** Reshape to this first (row-major), ... */
  readonly reshape?: readonly number[];
  /** ... then line up slices of an axis in this order, null for a slice of zeros, ... */
  readonly take?: { readonly axis: number; readonly indices: readonly (number | null)[] };
  /** ... then permute the axes, ... */
  readonly permute?: readonly number[];
  /** ... then reshape to this. */
  readonly finalShape?: readonly number[];
}

/** What `onnx` receives beside the layer's values. */
export interface OnnxContext<P> extends BuiltContext<P> {
  /** Names of the tensors on the input wires, in the layer's own (Keras) layout. */
  readonly inputNames: readonly string[];
  /** Names of the masks of its inputs by port, where the layer reads masks and one reaches it. */
  readonly maskNames?: readonly (string | undefined)[];
}

/**
 * The graph under construction. Layers write in their own layout (as the document says) and wrap what ONNX computes in
 * channels-first between {@link OnnxGraph.transpose} calls; a later pass removes the pairs that cancel.
 */
export interface OnnxGraph {
  /** The operator set written, e.g. 17. */
  readonly opset: number;
  /** Whether the layer works in half precision: constants and casts of float32 are then written in it. */
  readonly isHalf: boolean;
  /**
   * Adds a node with one output.
   *
   * @param operator ONNX's operator name
   * @param inputs tensor names; `''` leaves an optional input out
   * @param attributes by name
   * @returns the output's name
   */
  node(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): string;
  /** Adds a node with several outputs. */
  nodes(
    operator: string,
    inputs: readonly string[],
    outputs: number,
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): readonly string[];
  /** Adds a Transpose (nothing for the identity permutation). */
  transpose(input: string, permutation: readonly number[]): string;
  /** A small constant tensor; `shape` defaults to `[values.length]`, `[]` makes a scalar. */
  constant(values: readonly number[], dtype: DType, shape?: readonly number[]): string;
  /**
   * Adds an operator of an imported file as it was.
   *
   * @returns the names of its outputs; `''` for one that is left out
   */
  carried(operator: CarriedOperator): readonly string[];
  /** The layer's own weight by its WeightDescription name as an initializer in the given form. */
  weight(name: string, form?: OnnxWeightForm): string;
}

/** An operator of another file that is given back unchanged. */
export interface CarriedOperator {
  readonly operator: string;
  /** `''` for ONNX's own operators. */
  readonly domain: string;
  /** Version of the operator set that gives it its meaning. */
  readonly version: number;
  /** Tensor names; `''` for an input that is left out. */
  readonly inputs: readonly string[];
  /** Which outputs are there. */
  readonly outputs: readonly boolean[];
  /** Encoded AttributeProtos in base64. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Tensors from outside that its subgraphs read: the name they know it by, and what stands for it here. */
  readonly captures: readonly { readonly name: string; readonly tensor: string }[];
}

/** Permutation that brings channels-last to channels-first for a tensor of the given rank, batch included. */
export function toChannelsFirst(rank: number): readonly number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
}

/** Permutation that brings channels-first to channels-last for a tensor of the given rank, batch included. */
export function toChannelsLast(rank: number): readonly number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
}
