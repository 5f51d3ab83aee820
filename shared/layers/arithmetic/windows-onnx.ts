import type { Dim } from '../../document/value.ts';
import { type OnnxAttribute, type OnnxGraph, toChannelsFirst, toChannelsLast } from '../onnx-contract.ts';
import type { ActivationName } from './activation-names.ts';
import { emitActivation } from './activation-onnx.ts';
import { type DataFormat, type SlidingWindow, windowPads } from './windows.ts';

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
  if (activation === 'softmax')
    return emitActivation(graph, activation, graph.transpose(inner, toChannelsLast(rank)), rank);
  return graph.transpose(emitActivation(graph, activation, inner, rank), toChannelsLast(rank));
}
