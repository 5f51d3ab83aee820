import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { ONNX_ELEMENT_TYPES } from './onnx-contract.ts';
import { number } from './parameters.ts';

/** Marks steps as missing. */
export default defineLayer({
  type: 'Masking',
  category: 'recurrent',
  title: 'Skip missing steps',
  searchWords: ['mask', 'padding', 'sequence', 'missing', 'variable length'],
  documentation: {
    what: 'Marks every step whose elements all equal mask_value as missing, and sets it to 0. The mark travels beside the values, through layers that work on each step: a recurrent layer skips the step and keeps its state, an average over the steps and an attention leave it out, and so does the loss of an output that has one value for each step.',
    inputShape: '(batch, time, features)',
    outputShape: 'the same as the input',
    example: '10 steps of 3 features, the last two of them 0, 0, 0: an LSTM behind reads 8 steps',
    errors: [
      'The mask reaches a layer that cannot work with one.',
      'The mask ends at a layer that does not pass it on.',
    ],
    source: 'Keras 3, keras.layers.Masking',
  },
  parameters: {
    mask_value: number({ default: 0, doc: 'The value of all elements of a missing step.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { makesMask: p => ({ value: p.mask_value, isOverLastAxis: true }), keepsPlaces: true },
  keyParameters: p => keyLine(p.mask_value !== 0 && `value ${p.mask_value}`),
  infer: ({ inputs: [input] }) => [{ dtype: input?.dtype ?? 'float32', shape: input?.shape ?? null }],
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const rank = input?.shape?.length ?? 1;
    const isMissing = graph.node('Equal', [x, graph.constant([p.mask_value], 'float32', [])]);
    const numbers = graph.node('Cast', [isMissing], { to: { int: ONNX_ELEMENT_TYPES.int32 } });
    const all = reduce(graph, 'ReduceMin', numbers, [rank - 1], true);
    const flags = graph.node('Cast', [all], { to: { int: ONNX_ELEMENT_TYPES.bool } });
    return [graph.node('Where', [flags, graph.constant([0], 'float32', []), x])];
  },
  pytorch({ parameters: p }, torch) {
    const x = torch.document(0);
    return [{ code: `${x} * (${x} != ${p.mask_value}).any(-1, keepdim=True)`, order: 'document' }];
  },
});
