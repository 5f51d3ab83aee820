import { pythonString } from '../python/python-text.ts';
import { contractionCost, equationOf } from './arithmetic/contraction.ts';
import { dotContraction, inferDot } from './arithmetic/dot.ts';
import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer } from './contract.ts';
import { formatLargeCount, keyLine } from './formatting.ts';
import { axes, boolean } from './parameters.ts';

/** The scalar products of two inputs along an axis. */
export default defineLayer({
  type: 'Dot',
  category: 'merging',
  title: 'Dot product',
  searchWords: ['scalar product', 'inner product', 'matmul', 'cosine similarity', 'batch dot'],
  documentation: {
    what: 'Multiplies two inputs and adds up along one axis of each, sample by sample: (a, i) and (i, b) give (a, b). With normalize on, both are brought to length 1 along that axis first, and the result is the cosine of the angle.',
    inputShape: 'two shapes with equal extents on the chosen axes',
    outputShape: '(batch, other axes of the first, other axes of the second), or (batch, 1) of two vectors',
    example: '3 × 5 and 10 × 3, axes 1 and 2: 5 × 10',
    errors: [
      'The extents of the two axes differ.',
      'An axis lies outside its input or is the batch.',
      'More than two axes are given.',
    ],
    source: 'Keras 3, keras.layers.Dot (there axes must be given)',
  },
  parameters: {
    axes: axes({
      default: [-1],
      doc: 'The axis that is added up, or two: that of the first and that of the second input.',
    }),
    normalize: boolean({
      default: false,
      doc: 'Whether both inputs are brought to length 1 along the axis first.',
    }),
  },
  inputs: { min: 2, max: 2 },
  traits: { masks: { passes: null } },
  keyParameters: p => keyLine(`axes ${p.axes.join(', ')}`, p.normalize && 'cosine'),
  infer: inferDot,
  multiplyAdds: ({ parameters: p, inputs: [x, y] }) =>
    contractionCost(dotContraction(p.axes, x?.shape ?? [], y?.shape ?? []), x?.shape ?? [], y?.shape ?? []),
  explain({ parameters: p, inputs: [x, y] }) {
    const contraction = dotContraction(p.axes, x?.shape ?? [], y?.shape ?? []);
    const cost = contractionCost(contraction, x?.shape ?? [], y?.shape ?? []);
    const extents = [
      ...(x?.shape ?? []).slice(1),
      ...(y?.shape ?? []).filter((_, i) => i > 0 && !contraction.left.includes(contraction.right[i] ?? '')),
    ];
    if (cost === null) return [];
    return [
      { title: 'Multiply-adds per sample', formula: extents.join(' × '), result: formatLargeCount(cost) },
    ];
  },
  kerasConfig: ({ parameters: p }) => ({ axes: p.axes.length === 1 ? p.axes[0] : p.axes }),
  onnx({ parameters: p, inputs, outputs: [result], inputNames }, graph) {
    const [x = [], y = []] = inputs.map(input => input.shape ?? []);
    const contraction = dotContraction(p.axes, x, y);
    const [summed = ''] = [...contraction.left].filter(
      letter => contraction.right.includes(letter) && !contraction.result.includes(letter),
    );
    const sides = [contraction.left, contraction.right].map((axesOf, i) => {
      const name = inputNames[i] ?? '';
      if (!p.normalize) return name;
      const norm = reduce(graph, 'ReduceL2', name, [axesOf.indexOf(summed)], true);
      return graph.node('Div', [name, graph.node('Max', [norm, graph.constant([1e-7], 'float32', [])])]);
    });
    const product = graph.node('Einsum', sides, { equation: { string: equationOf(contraction) } });
    return [
      result?.shape?.length === contraction.result.length
        ? product
        : graph.node('Unsqueeze', [product, graph.constant([1], 'int64')]),
    ];
  },
  pytorch({ parameters: p, inputs, outputs: [result] }, torch) {
    const [x = [], y = []] = inputs.map(input => input.shape ?? []);
    const contraction = dotContraction(p.axes, x, y);
    const { left, right } = contraction;
    const summed = [...left].find(letter => right.includes(letter) && !contraction.result.includes(letter));
    const sides = [left, right].map((letters, i) => {
      const dim = letters.indexOf(summed ?? '');
      return p.normalize ? `F.normalize(${torch.document(i)}, dim=${dim}, eps=1e-7)` : torch.document(i);
    });
    const product = `torch.einsum(${pythonString(equationOf(contraction))}, ${sides.join(', ')})`;
    const isWhole = result?.shape?.length === contraction.result.length;
    return [{ code: isWhole ? product : `${product}.unsqueeze(1)`, order: 'document' }];
  },
});
