import { emitEncoding, encodedShape } from './arithmetic/bins.ts';
import { torchEncoding } from './arithmetic/encoding-pytorch.ts';
import { defineLayer, fail, output } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { choice, numbers } from './parameters.ts';

/** Numbers sorted into bins. */
export default defineLayer({
  type: 'Discretization',
  category: 'preprocessing',
  title: 'Sort numbers into bins',
  searchWords: ['bucketize', 'bin', 'histogram', 'quantile', 'categorical'],
  documentation: {
    what: 'Replaces each number by the number of the bin in which it lies: how many of bin_boundaries are at most as large. With n boundaries there are n + 1 bins. The bins may also be written as vectors, as CategoryEncoding does. It has no gradient.',
    inputShape: '(batch, ...), numbers',
    outputShape: 'the same as the input, whole numbers; for the other output modes as CategoryEncoding',
    example: 'boundaries 0, 1, 2: (−1.5, 1, 3.4, 0.5) becomes (0, 2, 3, 1)',
    errors: ['There are no boundaries, or they do not grow.'],
    source:
      'Keras 3, keras.layers.Discretization; boundaries from data (num_bins, adapt) are not made here, so they have a default of ours',
  },
  parameters: {
    bin_boundaries: numbers({ default: [0], doc: 'Where one bin ends and the next begins, growing.' }),
    output_mode: choice(['int', 'one_hot', 'multi_hot', 'count'], {
      default: 'int',
      doc: 'Whether the number of the bin is given, or a vector.',
    }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p =>
    keyLine(`${formatCount(p.bin_boundaries.length + 1)} bins`, p.output_mode !== 'int' && p.output_mode),
  infer({ parameters: p, inputs: [input] }) {
    const { bin_boundaries: bounds } = p;
    if (bounds.length === 0 || bounds.some((bound, i) => i > 0 && bound <= (bounds[i - 1] ?? bound)))
      fail(
        'parameter.conflict',
        `needs boundaries that grow; got ${bounds.join(', ') || 'none'}. Put them in order.`,
      );
    const dtype = p.output_mode === 'int' ? 'int32' : 'float32';
    const shape = input?.shape ?? null;
    if (shape === null) return [{ dtype, shape: null }];
    if (p.output_mode === 'int') return output(shape, dtype);
    return output(encodedShape(shape, p.output_mode, bounds.length + 1));
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const values = input?.dtype === 'float32' ? x : graph.node('Cast', [x], { to: { int: 1 } });
    const wide = graph.node('Unsqueeze', [values, graph.constant([-1], 'int64')]);
    const above = graph.node('GreaterOrEqual', [wide, graph.constant(p.bin_boundaries, 'float32')]);
    const counted = graph.node('Cast', [above], { to: { int: 1 } });
    const bins = graph.node('ReduceSum', [counted, graph.constant([-1], 'int64')], { keepdims: { int: 0 } });
    if (p.output_mode === 'int') return [graph.node('Cast', [bins], { to: { int: 6 } })];
    return [emitEncoding(graph, bins, input, p.output_mode, p.bin_boundaries.length + 1)];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const { bin_boundaries: bounds } = p;
    const boundaries = torch.constant(bounds, 'float32', [bounds.length], 'boundaries');
    const bins = `torch.bucketize(${torch.document(0)}, ${boundaries}, right=True)`;
    if (p.output_mode === 'int') return [{ code: `${bins}.int()`, order: 'document' }];
    return [
      {
        code: torchEncoding(bins, torch.document(0), input, p.output_mode, bounds.length + 1),
        order: 'document',
      },
    ];
  },
});
