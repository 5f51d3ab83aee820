import {
  EMBEDDING_PARAMETERS,
  embeddingWeight,
  emitLookup,
  inferLookup,
  zeroMask,
} from './arithmetic/embedding.ts';
import { defineLayer } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';

/** A table of vectors that is looked up by whole numbers. */
export default defineLayer({
  type: 'Embedding',
  category: 'dense',
  title: 'Embedding',
  searchWords: ['lookup', 'table', 'words', 'tokens', 'vocabulary', 'gather'],
  documentation: {
    what: 'A table of input_dim rows of output_dim learned numbers. Every whole number of the input is replaced by its row: words, tokens or categories become vectors. Numbers with a fraction are cut to whole ones.',
    inputShape: '(batch, ...) of whole numbers from 0 to input_dim − 1',
    outputShape: '(batch, ..., output_dim)',
    example:
      '100 tokens of a vocabulary of 10,000, output_dim 64: 100 × 64, 10,000 × 64 = 640,000 parameters',
    errors: ['A number at run time lies outside the table.'],
    source: 'Keras 3, keras.layers.Embedding (there input_dim and output_dim must be given)',
  },
  parameters: EMBEDDING_PARAMETERS,
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true, makesMask: zeroMask, tableRows: p => p.input_dim },
  keyParameters: p => keyLine(`${formatCount(p.input_dim)} → ${formatCount(p.output_dim)}`),
  infer: inferLookup,
  weights: ({ parameters: p }) => [embeddingWeight(p)],
  explain: ({ parameters: p }) => [
    {
      title: 'Parameters: input_dim × output_dim',
      formula: `${formatCount(p.input_dim)} × ${formatCount(p.output_dim)}`,
      result: formatCount(p.input_dim * p.output_dim),
    },
  ],
  onnx: (context, graph) => [emitLookup(context, graph)],
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const isIndex = input?.dtype === 'int32' || input?.dtype === 'int64';
    const indices = `${torch.document(0)}${isIndex ? '' : '.int()'}`;
    const module = torch.module(`nn.Embedding(${p.input_dim}, ${p.output_dim})`, {
      weight: { weight: 'embeddings' },
    });
    return [{ code: `${module}(${indices})`, order: 'document' }];
  },
});
