import { concatenationAxis, emitMergeInputs, inferConcatenation, mergedType } from './arithmetic/merging.ts';
import { torchConcatenation } from './arithmetic/merging-pytorch.ts';
import { defineLayer } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { integer } from './parameters.ts';

/** Puts its inputs one behind the other along an axis. */
export default defineLayer({
  type: 'Concatenate',
  category: 'merging',
  title: 'Concatenate',
  searchWords: ['concat', 'join', 'stack', 'inception', 'dense block'],
  documentation: {
    what: 'Puts its inputs one behind the other along an axis, by default the channels, as Inception modules and dense blocks do.',
    inputShape: 'two or more shapes that agree in every axis but one',
    outputShape: 'the same with that axis added up',
    example: '28 × 28 × 64, 28 × 28 × 128, 28 × 28 × 32 and 28 × 28 × 32: 28 × 28 × 256',
    errors: [
      'The inputs differ in another axis than the one that is joined.',
      'The inputs have different numbers of axes.',
      'The axis is outside the inputs or is the batch.',
    ],
    source: 'Keras 3, keras.layers.Concatenate',
  },
  parameters: { axis: integer({ default: -1, doc: 'The axis that is joined; -1 is the last.' }) },
  inputs: { min: 2, max: Number.POSITIVE_INFINITY },
  traits: { isMerge: true, masks: p => ({ passes: { joinedAlong: p.axis } }) },
  keyParameters: p => keyLine(p.axis !== -1 && `axis ${p.axis}`),
  infer: ({ parameters: p, inputs }) => inferConcatenation(inputs, p.axis),
  explain({ parameters: p, inputs, outputs: [result] }) {
    const along = concatenationAxis(p.axis, result?.shape?.length ?? 0);
    const extents = inputs.map(input => input.shape?.[along]);
    const total = result?.shape?.[along];
    if (typeof total !== 'number') return [];
    return [
      {
        title: along === (result?.shape?.length ?? 0) - 1 ? 'Output channels' : `Extent of axis ${along}`,
        formula: extents.map(extent => formatCount(Number(extent))).join(' + '),
        result: formatCount(total),
      },
    ];
  },
  pytorch: (context, torch) =>
    torchConcatenation(
      context,
      torch,
      concatenationAxis(context.parameters.axis, context.outputs[0]?.shape?.length ?? 0),
    ),
  onnx(context, graph) {
    const { parameters: p, inputs, outputs } = context;
    const names = emitMergeInputs(context, graph, mergedType(inputs), false);
    const rank = outputs[0]?.shape?.length ?? 0;
    return [graph.node('Concat', names, { axis: { int: concatenationAxis(p.axis, rank) } })];
  },
});
