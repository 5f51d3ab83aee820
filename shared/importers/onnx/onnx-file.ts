import type { DType } from '../../document/value.ts';

/** Where the elements of a tensor stand. */
export type TensorPlace =
  /** In the model file itself, row-major and little-endian. */
  | { readonly kind: 'raw'; readonly start: number; readonly end: number }
  /** Whole numbers or floats that were spelled out. */
  | { readonly kind: 'numbers'; readonly values: readonly number[] }
  /** Words, or elements of a rare type; the whole tensor as it stands in the file is read when asked for. */
  | { readonly kind: 'whole'; bytes(): Uint8Array }
  /** In another file of the same folder; checked by whoever opens it. */
  | {
      readonly kind: 'external';
      readonly location: string;
      readonly offset: number;
      readonly length: number | null;
    };

/** A constant tensor of the file. Its elements are not read yet. */
export interface FileTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly place: TensorPlace;
  /** ONNX's number of an element type that Netloom does not hold (float8, 4-bit and complex numbers); left out for others. */
  readonly rareType?: number;
  /** The whole TensorProto, read when asked for. */
  bytes(): Uint8Array;
}

/** A constant of mostly zeros, as the file encodes it. */
export interface SparseTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The whole SparseTensorProto. */
  bytes(): Uint8Array;
}

/** What an attribute holds. */
export interface FileAttribute {
  readonly name: string;
  /** ONNX's AttributeType; 0 where the file does not tell. */
  readonly type: number;
  readonly float: number;
  readonly int: number;
  readonly string: string;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
  readonly strings: readonly string[];
  readonly tensor: FileTensor | null;
  /** Subgraphs (of If, Loop, Scan). */
  readonly graphs: readonly FileGraph[];
  /** The attribute of the surrounding function that stands here. */
  readonly reference: string;
  /** The whole attribute as it stands in the file, read when asked for. */
  bytes(): Uint8Array;
}

/** An attribute that holds nothing, to be filled in where a node is made here instead of read. */
export const EMPTY_ATTRIBUTE: Omit<FileAttribute, 'bytes'> = {
  name: '',
  type: 0,
  float: 0,
  int: 0,
  string: '',
  floats: [],
  ints: [],
  strings: [],
  tensor: null,
  graphs: [],
  reference: '',
};

/** One operator call. */
export interface FileNode {
  readonly name: string;
  readonly operator: string;
  /** `''` is ONNX's own. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, FileAttribute>;
  /** Where the node comes from in the model's source, outermost first (`layer4`, `layer4.0`); empty where the file does not tell. */
  readonly scopes: readonly string[];
}

/** What the file says of a tensor. */
export interface FileValue {
  readonly name: string;
  readonly dtype: DType;
  /** Null where not even the rank is told. */
  readonly shape: readonly (number | string | null)[] | null;
  /** Whether it is a tensor of elements that Netloom holds (and not a sequence, a map or an optional). */
  readonly isTensor: boolean;
  /** The type as the file encodes it (TypeProto in base64) where dtype and shape do not say it; null otherwise. */
  readonly form: string | null;
  /** The whole ValueInfoProto, read when asked for. */
  bytes(): Uint8Array;
}

/** A graph of the file. */
export interface FileGraph {
  readonly name: string;
  readonly nodes: readonly FileNode[];
  readonly initializers: readonly FileTensor[];
  readonly inputs: readonly FileValue[];
  readonly outputs: readonly FileValue[];
  readonly values: readonly FileValue[];
  /** Constants of mostly zeros. */
  readonly sparse: readonly SparseTensor[];
}

/** A function that the file defines for itself. */
export interface FileFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly FileNode[];
  /** Attributes with a default value. */
  readonly defaults: ReadonlyMap<string, FileAttribute>;
  readonly opsets: ReadonlyMap<string, number>;
}

/** A whole ONNX file. */
export interface OnnxFile {
  readonly irVersion: number;
  readonly producer: string;
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: FileGraph;
  readonly functions: readonly FileFunction[];
}
