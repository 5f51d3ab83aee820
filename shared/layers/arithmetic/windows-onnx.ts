import type { Dim } from '../../document/value.ts';
import { type OnnxAttribute, type OnnxGraph, toChannelsFirst, toChannelsLast } from '../onnx-contract.ts';
import { type ActivationName, isAlongLastAxis } from './activation-names.ts';
import { emitActivation } from './activation-onnx.ts';
import { coveredExtent, type DataFormat, type SlidingWindow, windowPads } from './windows.ts';

/**
 * ONNX's padding attribute: explicit zeros wherever the extents tell them, else SAME_UPPER, which is TensorFlow's `same`.
 *
 * @param spatial spatial extents of the input
 * @param window the sliding window
 */
export function padAttributes(
  spatial: readonly Dim[],
  window: SlidingWindow,
): Readonly<Record<string, OnnxAttribute>> {
  const pads = windowPads(spatial, window);
  return pads
    ? { pads: { ints: [...pads.map(([begin]) => begin), ...pads.map(([, end]) => end)] } }
    : { auto_pad: { string: 'SAME_UPPER' } };
}

/**
 * Padding for a window with strides and dilation at once: where the extents are unknown it is computed from them while the
 * network runs, since ONNX Runtime refuses SAME_UPPER with dilation.
 *
 * @param graph the graph under construction
 * @param x channels-first input
 * @param spatial spatial extents of the input
 * @param window the sliding window
 * @returns the tensor to slide over and the padding attributes of the operator
 */
export function emitPadding(
  graph: OnnxGraph,
  x: string,
  spatial: readonly Dim[],
  window: SlidingWindow,
): { readonly x: string; readonly attributes: Readonly<Record<string, OnnxAttribute>> } {
  const dilated = window.dilation.some(step => step > 1);
  if (!dilated || windowPads(spatial, window)) return { x, attributes: padAttributes(spatial, window) };
  const ints = (values: readonly number[]) => graph.constant(values, 'int64');
  const covered = window.size.map((size, axis) => coveredExtent(size, window.dilation[axis] ?? 1));
  const strides = ints(window.strides);
  const extents = graph.node('Slice', [graph.node('Shape', [x]), ints([2]), ints([2 + spatial.length])]);
  // total = max((⌈extent / stride⌉ − 1) · stride + covered − extent, 0), where ⌈e / s⌉ − 1 = ⌊(e − 1) / s⌋.
  const steps = graph.node('Div', [graph.node('Sub', [extents, ints([1])]), strides]);
  const reach = graph.node('Add', [graph.node('Mul', [steps, strides]), ints(covered)]);
  const total = graph.node('Max', [graph.node('Sub', [reach, extents]), ints([0])]);
  const begins = graph.node('Div', [total, ints([2])]);
  const ends = graph.node('Sub', [total, begins]);
  const none = ints([0, 0]);
  const pads = graph.node('Concat', [none, begins, none, ends], { axis: { int: 0 } });
  return { x: graph.node('Pad', [x, pads]), attributes: {} };
}

/**
 * Runs an emission in channels-first layout whatever the document's layout is. The activation follows; the element-wise ones
 * stay inside the transposes, so that transposes of neighbouring layers stand side by side and cancel.
 *
 * @param graph the graph under construction
 * @param x input in the document's layout
 * @param rank rank of the tensor, batch and channels included
 * @param format the document's layout
 * @param activation applied to what `emit` answers
 * @param emit writes the computation on a channels-first tensor and answers its output
 * @returns the output in the document's layout
 */
export function emitChannelsFirst(
  graph: OnnxGraph,
  x: string,
  rank: number,
  format: DataFormat,
  activation: ActivationName,
  emit: (x: string) => string,
): string {
  if (format === 'channels_first') return emitActivation(graph, activation, emit(x), rank);
  const inner = emit(graph.transpose(x, toChannelsFirst(rank)));
  if (isAlongLastAxis(activation))
    return emitActivation(graph, activation, graph.transpose(inner, toChannelsLast(rank)), rank);
  return graph.transpose(emitActivation(graph, activation, inner, rank), toChannelsLast(rank));
}
