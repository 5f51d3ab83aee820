import { type Encoding, emitEncoding, encodedShape } from './arithmetic/bins.ts';
import { torchEncoding } from './arithmetic/encoding-pytorch.ts';
import { defineLayer, output } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { choice, integer } from './parameters.ts';

const ENCODINGS: readonly ['multi_hot', 'one_hot', 'count'] = ['multi_hot', 'one_hot', 'count'];

/** Whole numbers as vectors of zeros and ones. */
export default defineLayer({
  type: 'CategoryEncoding',
  category: 'preprocessing',
  title: 'Encode categories as vectors',
  searchWords: ['one hot', 'multi hot', 'bag of words', 'categorical', 'tokens', 'count'],
  documentation: {
    what: 'Writes category numbers 0 ... num_tokens − 1 as vectors: one_hot gives each number a vector of its own, multi_hot one vector a sample with a 1 for every number that occurs, count one with how often it does. Numbers outside leave zeros. It has no gradient.',
    inputShape: '(batch, numbers), whole numbers; any shape for one_hot',
    outputShape:
      '(batch, num_tokens); for one_hot the input shape with num_tokens behind (in place of a last axis of 1)',
    example: 'num_tokens 4, multi_hot: (0, 2) becomes (1, 0, 1, 0)',
    errors: ['The input has not two axes (multi_hot and count).'],
    source: 'Keras 3, keras.layers.CategoryEncoding (which has no default for num_tokens; 10 is ours)',
  },
  parameters: {
    num_tokens: integer({ default: 10, min: 1, doc: 'How many categories there are.' }),
    output_mode: choice(ENCODINGS, { default: 'multi_hot', doc: 'How the numbers are written.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(formatCount(p.num_tokens), p.output_mode !== 'multi_hot' && p.output_mode),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape === null) return [{ dtype: 'float32', shape: null }];
    const encoding: Encoding = p.output_mode;
    return output(encodedShape(shape, encoding, p.num_tokens));
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const numbers = input?.dtype === 'float32' ? x : graph.node('Cast', [x], { to: { int: 1 } });
    return [emitEncoding(graph, numbers, input, p.output_mode, p.num_tokens)];
  },
  pytorch: ({ parameters: p, inputs: [input] }, torch) => [
    {
      code: torchEncoding(torch.document(0), torch.document(0), input, p.output_mode, p.num_tokens),
      order: 'document',
    },
  ],
});
