import { inferMerge } from './arithmetic/merging.ts';
import { emitMaskedMerge, torchMaskedMerge } from './arithmetic/merging-masks.ts';
import { defineLayer } from './contract.ts';

/** The element-wise minimum. */
export default defineLayer({
  type: 'Minimum',
  category: 'merging',
  title: 'Minimum',
  searchWords: ['min'],
  documentation: {
    what: 'Takes the smallest of its inputs at each element. Extents of 1 stretch, and an input with fewer axes is filled up behind the batch.',
    inputShape: 'two or more shapes that are equal, or have an extent of 1 where they differ',
    outputShape: 'the inputs’ common shape',
    example: 'two of 28 × 28 × 32: 28 × 28 × 32',
    errors: ['The inputs have different extents and neither is 1.'],
    source: 'Keras 3, keras.layers.Minimum',
  },
  parameters: {},
  inputs: { min: 2, max: Infinity },
  traits: { isMerge: true, masks: { passes: 'any', isReader: true } },
  keyParameters: () => '',
  infer: inferMerge,
  onnx: (context, graph) => [emitMaskedMerge('Min', context, graph)],
  pytorch: (context, torch) =>
    torchMaskedMerge(context, torch, (a, b) => `torch.minimum(${a}, ${b})`, 'others'),
});
