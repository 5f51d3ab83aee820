import type { OnnxGraph } from '../onnx-contract.ts';

/** ONNX's reductions. */
type ReductionOperator =
  `Reduce${'Mean' | 'Sum' | 'Max' | 'Min' | 'Prod' | 'L1' | 'L2' | 'LogSum' | 'LogSumExp' | 'SumSquare'}`;

/**
 * Writes a reduction over some axes. Reductions take their axes as an attribute up to opset 17 and as an input from 18 on,
 * ReduceSum from 13 on.
 *
 * @param graph the graph under construction
 * @param operator the reduction
 * @param x the tensor's name
 * @param axes counted from the front
 * @param keepdims whether the reduced axes stay with extent 1
 */
export function reduce(
  graph: OnnxGraph,
  operator: ReductionOperator,
  x: string,
  axes: readonly number[],
  keepdims: boolean,
): string {
  const keep = { keepdims: { int: keepdims ? 1 : 0 } };
  const axesAreInput = graph.opset >= 18 || operator === 'ReduceSum';
  return axesAreInput
    ? graph.node(operator, [x, graph.constant(axes, 'int64')], keep)
    : graph.node(operator, [x], { axes: { ints: axes }, ...keep });
}
