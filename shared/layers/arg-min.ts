import { ARG_PARAMETERS, emitArg, inferArg } from './arithmetic/arg-reduction.ts';
import { torchArg } from './arithmetic/arg-reduction-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';

/** Where the smallest element stands. */
export default defineLayer({
  type: 'ArgMin',
  category: 'tensor',
  title: 'Position of the smallest element',
  searchWords: ['argmin', 'smallest', 'index', 'ops.argmin'],
  documentation: {
    what: 'Answers at which number along an axis the smallest element stands; of equal ones the first, or the last with select_last_index. It has no gradient.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'the input with extent 1 along the axis, or without it; whole numbers',
    example: '2, 5, 1: 2',
    errors: ['The axis lies outside the input.'],
    source: 'ONNX operator ArgMin; keras.ops.argmin',
  },
  parameters: ARG_PARAMETERS,
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(`axis ${p.axis}`, !p.keepdims && 'dropped'),
  infer: ({ parameters: p, inputs: [input] }) => inferArg(p, input),
  keras({ parameters: p, tensors: [x] }, graph) {
    if (!x) return [];
    if (p.select_last_index) return graph.refuse('takes the last of equal elements; Keras takes the first');
    return [graph.op('argmin', [x], { axis: p.axis, keepdims: p.keepdims })];
  },
  onnx: (context, graph) => emitArg('ArgMin', context, graph),
  pytorch: (context, torch) => torchArg('argmin', context, torch),
});
