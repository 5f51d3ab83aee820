import { emitMerge, inferMerge } from './arithmetic/merging.ts';
import { torchMerge } from './arithmetic/merging-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The element-wise difference. */
export default defineLayer({
  type: 'Subtract',
  category: 'merging',
  title: 'Subtract',
  searchWords: ['difference', 'minus'],
  documentation: {
    what: 'Takes the second input from the first, element by element. Extents of 1 stretch, and an input with fewer axes is filled up behind the batch.',
    inputShape: 'two shapes that are equal, or have an extent of 1 where they differ',
    outputShape: 'the inputs’ common shape',
    example: 'two of 28 × 28 × 32: 28 × 28 × 32, first minus second',
    errors: ['The inputs have different extents and neither is 1.'],
    source: 'Keras 3, keras.layers.Subtract',
  },
  parameters: {},
  inputs: { min: 2, max: 2 },
  traits: { isMerge: true, masks: { passes: 'any' } },
  keyParameters: () => '',
  infer: inferMerge,
  onnx: (context, graph) => [emitMerge('Sub', context, graph)],
  pytorch: (context, torch) => torchMerge(context, torch, (a, b) => `${a} - ${b}`),
});
