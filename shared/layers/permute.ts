import { formatShape, UNKNOWN_VALUE } from '../document/value.ts';
import { pythonTuple } from '../python/python-text.ts';
import { defineLayer, fail } from './contract.ts';
import { axes } from './parameters.ts';

/** Reorders the axes of a sample. */
export default defineLayer({
  type: 'Permute',
  category: 'reshaping',
  title: 'Permute axes',
  searchWords: ['transpose', 'swap', 'channels first', 'channels last'],
  documentation: {
    what: 'Puts the axes of a sample in another order. dims tells for each output axis which input axis stands there; the batch (axis 0) stays in front.',
    inputShape: '(batch, ...)',
    outputShape: '(batch, ...) with the axes in the order of dims',
    example: 'dims [3, 1, 2] on 32 × 48 × 3: 3 × 32 × 48',
    errors: ['dims does not name each axis of a sample, counted from 1, exactly once.'],
    source: 'Keras 3, keras.layers.Permute (there dims must be given)',
  },
  parameters: {
    dims: axes({ default: [2, 1], doc: 'For each output axis the input axis, counted from 1.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { isReshaping: true },
  keyParameters: p => p.dims.join(', '),
  infer({ parameters: p, inputs: [input] }) {
    if (!input) return [UNKNOWN_VALUE];
    const { shape } = input;
    if (shape === null) return [{ dtype: input.dtype, shape: null }];
    const expected = Array.from({ length: shape.length - 1 }, (_, i) => i + 1);
    const sorted = [...p.dims].sort((a, b) => a - b);
    if (sorted.length !== expected.length || sorted.some((axis, i) => axis !== expected[i]))
      fail(
        'shape.axis',
        `needs each of the axes ${expected.join(', ')} of ${formatShape(shape)} exactly once in dims; got ${p.dims.join(', ')}. Change dims.`,
        { title: 'Reverse the axes', parameters: { dims: [...expected].reverse() } },
      );
    return [{ dtype: input.dtype, shape: [0, ...p.dims].map(axis => shape[axis] ?? null) }];
  },
  pytorch: ({ parameters: p }, torch) => [
    { code: `${torch.document(0)}.permute${pythonTuple([0, ...p.dims])}`, order: 'document' },
  ],
  onnx: ({ parameters: p, inputNames: [x = ''] }, graph) => [graph.transpose(x, [0, ...p.dims])],
});
