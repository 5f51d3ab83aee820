import { UNKNOWN_VALUE } from '../document/value.ts';
import { reshapedExtents } from './arithmetic/reshaping.ts';
import { defineLayer } from './contract.ts';
import { formatCount } from './formatting.ts';
import { dims } from './parameters.ts';

/** Gives a sample other axes with the same elements. */
export default defineLayer({
  type: 'Reshape',
  category: 'reshaping',
  title: 'Reshape',
  searchWords: ['view', 'unflatten'],
  documentation: {
    what: 'Arranges the elements of a sample in other extents, row by row. One extent may be -1: it follows from the others.',
    inputShape: '(batch, ...)',
    outputShape: '(batch, ...target_shape)',
    example: '784 with target_shape [28, 28, -1]: 28 × 28 × 1',
    errors: [
      'The number of elements before and after differs.',
      'More than one extent is -1.',
      'The elements do not divide into the given extents.',
    ],
    source: 'Keras 3, keras.layers.Reshape',
  },
  parameters: {
    target_shape: dims({
      default: [-1],
      wildcard: true,
      doc: 'Extents of a sample after the layer, without the batch.',
    }),
  },
  inputs: { min: 1, max: 1 },
  traits: { isReshaping: true, isView: true },
  keyParameters: p => p.target_shape.map(extent => extent ?? '?').join('×'),
  infer({ parameters: p, inputs: [input] }) {
    if (!input) return [UNKNOWN_VALUE];
    return [{ dtype: input.dtype, shape: reshapedExtents(input.shape, p.target_shape) }];
  },
  explain({ inputs: [input], outputs: [result] }) {
    const before = input?.shape?.slice(1) ?? [];
    const after = result?.shape?.slice(1) ?? [];
    if (![...before, ...after].every(extent => typeof extent === 'number')) return [];
    const product = (extents: readonly unknown[]) =>
      extents.map(extent => formatCount(Number(extent))).join(' × ') || '1';
    const total = after.reduce<number>((all, extent) => all * Number(extent), 1);
    return [
      {
        title: 'Elements before and after',
        formula: `${product(before)} = ${product(after)}`,
        result: formatCount(total),
      },
    ];
  },
  pytorch: ({ outputs: [result], inputs: [input] }, torch) => {
    const extents = result?.shape?.slice(1) ?? [];
    const target = extents.map(extent => (typeof extent === 'number' ? extent : -1));
    const isRow = target.length === 1 && (input?.shape?.length ?? 0) > 1;
    const x = torch.document(0);
    // One extent may be left to PyTorch: the batch, unless another is not known.
    const batch = target.includes(-1) ? `${x}.shape[0]` : '-1';
    return [
      {
        code: isRow ? `torch.flatten(${x}, 1)` : `${x}.reshape(${[batch, ...target].join(', ')})`,
        order: 'document',
      },
    ];
  },
  onnx({ parameters: p, outputs: [result], inputNames: [x = ''] }, graph) {
    const extents = result?.shape?.slice(1) ?? p.target_shape;
    const target = extents.map(extent => (typeof extent === 'number' ? extent : -1));
    return [graph.node('Reshape', [x, graph.constant([0, ...target], 'int64')])];
  },
});
