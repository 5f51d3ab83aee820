import { type OnnxContext, type OnnxGraph, toChannelsFirst, toChannelsLast } from '../onnx-contract.ts';
import { emitActivation } from './activation-onnx.ts';
import { type ConvLstmParameters, convLstmShape, GATES } from './conv-lstm.ts';
import { kernelPermutation } from './convolution.ts';
import type { SpatialRank } from './convolution-parameters.ts';
import { windowOf } from './convolution-parameters.ts';
import { padAttributes } from './windows-onnx.ts';

/**
 * Writes a convolutional LSTM step by step, since ONNX has no such operator: the input's part of all steps as one convolution,
 * then for each step the convolution of the state and the gates.
 *
 * @param context the layer's values
 * @param graph the graph under construction
 * @returns the names of its outputs
 */
export function emitConvLstm(context: OnnxContext<ConvLstmParameters>, graph: OnnxGraph): readonly string[] {
  const { parameters: p, inputNames } = context;
  const { time, spatial, channels, state } = convLstmShape(context);
  const rank = p.kernel_size.length as SpatialRank;
  const ints = (values: readonly number[]) => graph.constant(values, 'int64');
  const act = (name: ConvLstmParameters['activation'], x: string) => emitActivation(graph, name, x, rank + 2);
  const split = (x: string, parts: number, extent: number) =>
    graph.nodes('Split', [x, ints(Array.from({ length: parts }, () => extent))], parts, { axis: { int: 1 } });

  const isFirst = p.data_format === 'channels_first';
  const rows = graph.node('Reshape', [
    inputNames[0] ?? '',
    ints([-1, ...(isFirst ? [channels, ...spatial] : [...spatial, channels])]),
  ]);
  const window = windowOf(p);
  const projected = graph.node(
    'Conv',
    [
      isFirst ? rows : graph.transpose(rows, toChannelsFirst(rank + 2)),
      graph.weight('kernel', { permute: kernelPermutation(rank) }),
      ...(p.use_bias ? [graph.weight('bias')] : []),
    ],
    {
      kernel_shape: { ints: p.kernel_size },
      strides: { ints: p.strides },
      dilations: { ints: p.dilation_rate },
      ...padAttributes(spatial, window),
    },
  );
  const sequence = graph.node('Reshape', [projected, ints([-1, time, GATES * p.filters, ...state])]);
  const steps = time === 1 ? [sequence] : split(sequence, time, 1);
  const ones = p.kernel_size.map(() => 1);
  const same = { ...window, strides: ones, dilation: ones, padding: 'same' as const };
  const recurrent = (h: string) =>
    graph.node('Conv', [h, graph.weight('recurrent_kernel', { permute: kernelPermutation(rank) })], {
      kernel_shape: { ints: p.kernel_size },
      ...padAttributes(state, same),
    });

  let h: string | null = null;
  let c: string | null = null;
  const made: string[] = [];
  for (const step of p.go_backwards ? [...steps].reverse() : steps) {
    const own = graph.node('Squeeze', [step, ints([1])]);
    const sum: string = h === null ? own : graph.node('Add', [own, recurrent(h)]);
    const [i = '', f = '', candidate = '', o = ''] = split(sum, GATES, p.filters);
    const entered = graph.node('Mul', [act(p.recurrent_activation, i), act(p.activation, candidate)]);
    const memory: string =
      c === null
        ? entered
        : graph.node('Add', [graph.node('Mul', [act(p.recurrent_activation, f), c]), entered]);
    h = graph.node('Mul', [act(p.recurrent_activation, o), act(p.activation, memory)]);
    c = memory;
    made.push(isFirst ? h : graph.transpose(h, toChannelsLast(rank + 2)));
  }
  if (!p.return_sequences) return [made.at(-1) ?? ''];
  const wide = made.map(name => graph.node('Unsqueeze', [name, ints([1])]));
  return [graph.node('Concat', wide, { axis: { int: 1 } })];
}
