import { emitMergeInputs, inferMerge } from './arithmetic/merging.ts';
import { torchMerge } from './arithmetic/merging-pytorch.ts';
import { defineLayer } from './contract.ts';

/** The element-wise mean. */
export default defineLayer({
  type: 'Average',
  category: 'merging',
  title: 'Average',
  searchWords: ['mean', 'ensemble'],
  documentation: {
    what: 'The mean of its inputs at each element, as in an ensemble. Extents of 1 stretch, and an input with fewer axes is filled up behind the batch.',
    inputShape: 'two or more shapes that are equal, or have an extent of 1 where they differ',
    outputShape: 'the inputs’ common shape',
    example: 'three of 10 class probabilities: 10',
    errors: ['The inputs have different extents and neither is 1.'],
    source: 'Keras 3, keras.layers.Average',
  },
  parameters: {},
  inputs: { min: 2, max: Infinity },
  traits: { isMerge: true, masks: { passes: 'any' } },
  keyParameters: () => '',
  infer: context => inferMerge(context).map(value => ({ ...value, dtype: 'float32' })),
  onnx: (context, graph) => [graph.node('Mean', emitMergeInputs(context, graph, 'float32', true))],
  pytorch: (context, torch) =>
    torchMerge(context, torch, (a, b) => `${a} + ${b}`).map(({ code, order }) => ({
      code: `(${code}) / ${context.inputs.length}`,
      order,
    })),
});
