import { formatShape } from '../document/value.ts';
import { requireWhole } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { integer } from './parameters.ts';

const GATHER_ND = `def gather_nd(x, indices, batch_dims):
    """Takes slices by rows of indices, within each element of the axes in front."""
    if batch_dims == 0:
        return x[indices.unbind(-1)]
    return torch.stack([gather_nd(a, b, batch_dims - 1) for a, b in zip(x, indices)])`;

/** Takes slices by rows of indices. */
export default defineLayer({
  type: 'GatherND',
  category: 'tensor',
  title: 'Take by rows of indices',
  searchWords: ['gather_nd', 'advanced indexing'],
  documentation: {
    what: 'Each row along the last axis of the indices names an element or a slice of the data: k numbers choose along the first k axes. The first batch_dims axes of both go together.',
    inputShape: 'data, and whole numbers whose last axis has at most as many entries as the data has axes',
    outputShape: 'the indices without their last axis, then the axes of the data that are not chosen',
    example: 'data (5, 7, 3), indices (4, 2): (4, 3)',
    errors: [
      'The rows of the indices are longer than the data has axes.',
      'The indices are no whole numbers.',
    ],
    source: 'ONNX operator GatherND; tf.gather_nd',
  },
  parameters: {
    batch_dims: integer({ default: 0, min: 0, doc: 'Axes in front that data and indices share.' }),
  },
  inputs: { min: 2, max: 2, names: ['data', 'indices'] },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(p.batch_dims > 0 && `batch axes ${p.batch_dims}`),
  infer({ parameters: p, inputs: [input, indices] }) {
    const shape = input?.shape ?? [];
    const rows = indices?.shape ?? [];
    requireWhole(indices?.dtype ?? 'int64', 'indices');
    const depth = rows.at(-1);
    const dtype = input?.dtype ?? 'float32';
    if (depth === undefined || p.batch_dims >= Math.min(rows.length, shape.length))
      fail(
        'shape.rank',
        `needs more than ${p.batch_dims} axes; got ${formatShape(shape)} and ${formatShape(rows)}. Lower batch_dims.`,
      );
    if (typeof depth !== 'number') return [{ dtype, shape: null }];
    if (depth > shape.length - p.batch_dims)
      fail(
        'shape.rank',
        `needs rows of at most ${shape.length - p.batch_dims} indices for ${formatShape(shape)}; got ${depth}.`,
      );
    return [{ dtype, shape: [...rows.slice(0, -1), ...shape.slice(p.batch_dims + depth)] }];
  },
  onnx({ parameters: p, inputs: [, indices], inputNames: [x = '', at = ''] }, graph) {
    const whole = indices?.dtype === 'int64' ? at : graph.node('Cast', [at], { to: { int: 7 } });
    return [graph.node('GatherND', [x, whole], { batch_dims: { int: p.batch_dims } })];
  },
  pytorch: ({ parameters: p }, torch) => [
    {
      code: `${torch.define(GATHER_ND)}(${torch.document(0)}, ${torch.document(1)}.long(), ${p.batch_dims})`,
      order: 'document',
    },
  ],
});
