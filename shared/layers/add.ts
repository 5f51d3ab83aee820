import { emitMerge, inferMerge } from './arithmetic/merging.ts';
import { torchMerge } from './arithmetic/merging-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The element-wise sum. */
export default defineLayer({
  type: 'Add',
  category: 'merging',
  title: 'Add',
  searchWords: ['sum', 'residual', 'shortcut', 'skip'],
  documentation: {
    what: 'Adds its inputs element by element, as the shortcut of a residual block does. Extents of 1 stretch, and an input with fewer axes is filled up behind the batch.',
    inputShape: 'two or more shapes that are equal, or have an extent of 1 where they differ',
    outputShape: 'the inputs’ common shape',
    example: 'two of 56 × 56 × 64: 56 × 56 × 64',
    errors: ['The inputs have different extents and neither is 1.'],
    source: 'Keras 3, keras.layers.Add',
  },
  parameters: {},
  inputs: { min: 2, max: Infinity },
  traits: { isMerge: true, masks: { passes: 'any' } },
  keyParameters: () => '',
  infer: inferMerge,
  onnx: (context, graph) => [emitMerge('Add', context, graph)],
  pytorch: (context, torch) => torchMerge(context, torch, (a, b) => `${a} + ${b}`),
});
