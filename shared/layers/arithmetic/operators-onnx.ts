import type { DType } from '../../document/value.ts';
import { ONNX_ELEMENT_TYPES, type OnnxGraph } from '../onnx-contract.ts';
import { type BinaryName, binaryFunction } from './binary-functions.ts';

/** Types of which constants are written as they are. */
export const WRITTEN_TYPES: ReadonlySet<DType> = new Set([
  'float32',
  'float16',
  'bfloat16',
  'float64',
  'int32',
  'int64',
  'bool',
  'uint8',
]);

/**
 * Writes a constant of any numeric type; one that has no own form is cast.
 *
 * @param graph the graph under construction
 * @param values row-major
 * @param dtype element type
 * @param shape extents
 */
export function engineConstant(
  graph: OnnxGraph,
  values: readonly number[],
  dtype: DType,
  shape: readonly number[],
): string {
  if (WRITTEN_TYPES.has(dtype)) return graph.constant(values, dtype, shape);
  return graph.node('Cast', [graph.constant(values, 'float32', shape)], {
    to: { int: ONNX_ELEMENT_TYPES[dtype] },
  });
}

/**
 * Writes a function of two tensors.
 *
 * @param graph the graph under construction
 * @param name the function
 * @param x the first operand's name
 * @param y the second's
 */
export function emitBinary(graph: OnnxGraph, name: BinaryName, x: string, y: string): string {
  const { onnx, isNegated } = binaryFunction(name);
  const result = graph.node(onnx, [x, y], name === 'fmod' ? { fmod: { int: 1 } } : {});
  return isNegated ? graph.node('Not', [result]) : result;
}
