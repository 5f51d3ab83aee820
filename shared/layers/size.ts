import { valueWith } from './arithmetic/elements.ts';
import { totalOf } from './arithmetic/reshaping-whole.ts';
import { defineLayer } from './contract.ts';

/** The number of elements as a tensor. */
export default defineLayer({
  type: 'Size',
  category: 'tensor',
  title: 'Number of elements',
  searchWords: ['numel', 'count', 'ops.size'],
  documentation: {
    what: 'Answers the number of elements of its input, the batch counted, as one whole number.',
    inputShape: 'any',
    outputShape: '() a single number',
    example: '(2, 3, 7): 42',
    errors: ['No input.'],
    source: 'ONNX operator Size; keras.ops.size',
  },
  parameters: {},
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: () => '',
  infer: ({ inputs: [input] }) => [valueWith('int64', [], [totalOf(input?.shape ?? [])])],
  onnx: ({ inputNames: [x = ''] }, graph) => [graph.node('Size', [x])],
  pytorch: (_, torch) => [{ code: `torch.tensor(${torch.document(0)}.numel())`, order: 'document' }],
});
