import type { DType, Shape } from '../../document/value.ts';
import type { OnnxAttribute } from '../../layers/onnx-contract.ts';
import { ELEMENT_BYTES, type WeightElements } from '../../layers/weight-store.ts';

/** The elements of a tensor. */
export type OnnxData = WeightElements;

/** A constant tensor of the file; its elements are computed only when it is written. */
export interface OnnxInitializer {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major elements. Computed anew at each call. */
  data(): OnnxData;
  /**
   * The same elements in pieces, as {@link WeightStore.pieces} gives them, for large tensors that are written as they are stored. Whoever makes an initializer
   * with other data out of this one leaves it out.
   */
  pieces?(): Iterable<OnnxData>;
}

/** One operator call. */
export interface OnnxNode {
  readonly operator: string;
  /** Unique within the graph. */
  readonly name: string;
  /** Tensor names; `''` for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** What an operator of an imported file carries beside; such a node is written as it was. */
  readonly carried?: CarriedParts;
}

/** What only an operator of an imported file has. */
export interface CarriedParts {
  /** `''` for ONNX's own operators. */
  readonly domain: string;
  /** Version of the domain's operator set. */
  readonly version: number;
  /** Encoded AttributeProtos. */
  readonly attributes: readonly Uint8Array[];
  /** The last inputs of the node are no inputs of the operator: its subgraphs know them by these names. */
  readonly captures: readonly string[];
}

/** An input or output of the graph. Symbols of the shape become dim_param, unknown extents stay empty. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape | null;
  /** The whole type in ONNX's encoding (TypeProto), where it is no tensor that Netloom holds. */
  readonly form?: Uint8Array;
}

/** The nodes and constants of a model, in topological order. */
export interface OnnxGraphDescription {
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
}

/** All that stands in an ONNX file. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly opset: number;
  /** Versions of operator sets other than ONNX's own. */
  readonly domains?: ReadonlyMap<string, number>;
  readonly producerVersion: string;
  /** The network's name. */
  readonly name: string;
  readonly graph: OnnxGraphDescription;
}

/** Operator sets that can be written. */
export const OPSETS = { min: 13, default: 17, max: 21 } as const;

/**
 * The version of the file format that came with an operator set, so that runtimes of its time accept the file.
 * Source: ONNX, docs/Versioning.md, "Released versions".
 *
 * @param opset 13 to 21
 */
export function irVersionOf(opset: number): number {
  if (opset <= 14) return 7;
  if (opset <= 18) return 8;
  if (opset <= 20) return 9;
  return 10;
}

/** Bytes of one element in the file. */
export function elementBytes(dtype: DType): number {
  return ELEMENT_BYTES[dtype];
}

/** Elements of a tensor. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Bytes of a constant tensor in the file. */
export function initializerBytes(initializer: OnnxInitializer): number {
  return elementCount(initializer.shape) * elementBytes(initializer.dtype);
}
