import { inferMerge } from './arithmetic/merging.ts';
import { emitMaskedMerge, torchMaskedMerge } from './arithmetic/merging-masks.ts';
import { defineLayer } from './contract.ts';

/** The element-wise product. */
export default defineLayer({
  type: 'Multiply',
  category: 'merging',
  title: 'Multiply',
  searchWords: ['product', 'gate', 'hadamard', 'squeeze and excitation'],
  documentation: {
    what: 'Multiplies its inputs element by element, as a gate does. Extents of 1 stretch, and an input with fewer axes is filled up behind the batch.',
    inputShape: 'two or more shapes that are equal, or have an extent of 1 where they differ',
    outputShape: 'the inputs’ common shape',
    example: '7 × 7 × 64 and 1 × 1 × 64: 7 × 7 × 64, each channel scaled',
    errors: ['The inputs have different extents and neither is 1.'],
    source: 'Keras 3, keras.layers.Multiply',
  },
  parameters: {},
  inputs: { min: 2, max: Infinity },
  traits: { isMerge: true, masks: { passes: 'any', isReader: true } },
  keyParameters: () => '',
  infer: inferMerge,
  onnx: (context, graph) => [emitMaskedMerge('Mul', context, graph)],
  pytorch: (context, torch) => torchMaskedMerge(context, torch, (a, b) => `${a} * ${b}`, 'ones'),
});
