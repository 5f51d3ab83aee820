import { formatShape } from '../document/value.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount } from './formatting.ts';
import { integer } from './parameters.ts';

/** A vector at every step of a new sequence. */
export default defineLayer({
  type: 'RepeatVector',
  category: 'reshaping',
  title: 'Repeat a vector along time',
  searchWords: ['sequence', 'decoder', 'encoder', 'tile', 'copy', 'time'],
  documentation: {
    what: 'Repeats a vector n times along a new time axis: the way from an encoder that ends in one vector to a decoder that reads a sequence.',
    inputShape: '(batch, features)',
    outputShape: '(batch, n, features)',
    example: '64 features, n 10: 10 × 64',
    errors: ['The input has not two axes.'],
    source: 'Keras 3, keras.layers.RepeatVector (which has no default for n; 2 is ours)',
  },
  parameters: { n: integer({ default: 2, min: 1, doc: 'Number of steps.' }) },
  inputs: { min: 1, max: 1 },
  traits: { isReshaping: true },
  keyParameters: p => `×${formatCount(p.n)}`,
  infer({ parameters: { n }, inputs: [input] }) {
    const dtype = input?.dtype ?? 'float32';
    const shape = input?.shape ?? null;
    if (shape === null) return [{ dtype, shape: null }];
    if (shape.length !== 2)
      fail('shape.rank', `needs (batch, features); got ${formatShape(shape)}. Put a Flatten before it.`);
    return [{ dtype, shape: [shape[0] ?? null, n, shape[1] ?? null] }];
  },
  onnx({ parameters: { n }, inputNames: [x = ''] }, graph) {
    const wide = graph.node('Unsqueeze', [x, graph.constant([1], 'int64')]);
    return [graph.node('Tile', [wide, graph.constant([1, n, 1], 'int64')])];
  },
  pytorch: ({ parameters: p }, torch) => [
    { code: `${torch.document(0)}.unsqueeze(1).repeat(1, ${p.n}, 1)`, order: 'document' },
  ],
});
