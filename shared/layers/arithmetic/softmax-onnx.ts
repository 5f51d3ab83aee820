import type { OnnxGraph } from '../onnx-contract.ts';

/**
 * Writes a softmax over the last axes together; ONNX has it for one axis.
 *
 * @param graph the graph under construction
 * @param x the tensor's name
 * @param rank of the tensor
 * @param count number of axes
 */
export function emitSoftmaxOverLast(graph: OnnxGraph, x: string, rank: number, count: number): string {
  if (count === 1) return graph.node('Softmax', [x], { axis: { int: rank - 1 } });
  const kept = rank - count;
  const merged = [...Array.from({ length: kept }, () => 0), -1];
  const flat = graph.node('Reshape', [x, graph.constant(merged, 'int64')]);
  const normalized = graph.node('Softmax', [flat], { axis: { int: kept } });
  return graph.node('Reshape', [normalized, graph.node('Shape', [x])]);
}
