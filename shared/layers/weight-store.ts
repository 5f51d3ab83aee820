import type { DType } from '../document/value.ts';

/**
 * Row-major elements. float16 and bfloat16 are held as their bits in a Uint16Array, bool as one byte each; strings are not held.
 */
export type WeightElements =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Element types of half the bytes of float32. */
export type Half = 'float16' | 'bfloat16';

/** Whether elements are real numbers of two bytes. */
export function isHalf(dtype: DType): dtype is Half {
  return dtype === 'float16' || dtype === 'bfloat16';
}

/** Whether float32 holds all numbers of an element type of real numbers. */
export function isReal(dtype: DType): boolean {
  return dtype === 'float32' || isHalf(dtype);
}

/** Bytes of one element; a string has no fixed size and counts as 0. */
export const ELEMENT_BYTES: Readonly<Record<DType, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  float16: 2,
  bfloat16: 2,
  float64: 8,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  uint32: 4,
  int64: 8,
  uint64: 8,
  string: 0,
};

/** The typed array that holds the elements of each type. */
export const ELEMENT_ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
} as const;

/** Weights by their full names `LAYER/WEIGHT`, row-major in Keras's layout. */
export interface WeightStore {
  /**
   * The values of a weight of real numbers as float32, which holds those of half precision exactly; undefined where the store has none.
   *
   * @param name `LAYER/WEIGHT`, e.g. `conv1/kernel`
   */
  get(name: string): Float32Array | undefined;
  /** The elements of a weight of another element type (imported networks have such), in that type; undefined where there are none. */
  elements?(name: string): WeightElements | undefined;
  /**
   * The elements of a weight of any type in order, a few megabytes after the other, for who writes them away; undefined where there are
   * none. The memory of a piece may be used again from the next but one on. A store that always holds them whole leaves this out.
   */
  pieces?(name: string): Iterable<WeightElements> | undefined;
  /** How many elements a weight of any type has, without reading them; undefined where there are none. */
  count?(name: string): number | undefined;
}

/** The full name of a layer's weight, the same in runs, exports and engines. */
export function weightName(layer: string, weight: string): string {
  return `${layer}/${weight}`;
}
