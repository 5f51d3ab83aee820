import type { OnnxGraph } from '../onnx-contract.ts';

/**
 * Writes a reduction over some axes. ReduceMean, ReduceMax and ReduceL2 take their axes as an attribute up to opset 17 and as an
 * input from 18 on.
 *
 * @param graph the graph under construction
 * @param operator the reduction
 * @param x the tensor's name
 * @param axes counted from the front
 * @param keepdims whether the reduced axes stay with extent 1
 */
export function reduce(
  graph: OnnxGraph,
  operator: 'ReduceMean' | 'ReduceMax' | 'ReduceL2',
  x: string,
  axes: readonly number[],
  keepdims: boolean,
): string {
  const keep = { keepdims: { int: keepdims ? 1 : 0 } };
  return graph.opset >= 18
    ? graph.node(operator, [x, graph.constant(axes, 'int64')], keep)
    : graph.node(operator, [x], { axes: { ints: axes }, ...keep });
}
