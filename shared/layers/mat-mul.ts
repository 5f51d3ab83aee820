import { BATCH, type Dim, formatShape, type Shape } from '../document/value.ts';
import { broadcastShapes } from './arithmetic/broadcasting.ts';
import { sizeOf } from './arithmetic/elements.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { axes, boolean, initializer, optional } from './parameters.ts';

/** Rows, columns and what they are put together over; a vector is one row or one column that vanishes again. */
function product(a: Shape, b: Shape): { readonly shape: Shape; readonly inner: Dim } {
  if (a.length === 0 || b.length === 0)
    fail('shape.rank', `needs at least one axis on each side; got ${formatShape(a)} and ${formatShape(b)}.`);
  const inner = a.at(-1) ?? null;
  const other = (b.length === 1 ? b[0] : b.at(-2)) ?? null;
  if (typeof inner === 'number' && typeof other === 'number' && inner !== other)
    fail(
      'shape.mismatch',
      `needs as many columns on the left as rows on the right; got ${formatShape(a)} and ${formatShape(b)}: ${inner} and ${other}. Transpose one, or change its extent.`,
    );
  const outer = broadcastShapes([a.slice(0, -2), b.slice(0, -2)]);
  const rows = a.length > 1 ? [a.at(-2) ?? null] : [];
  const columns = b.length > 1 ? [b.at(-1) ?? null] : [];
  return { shape: [...outer, ...rows, ...columns], inner: typeof inner === 'number' ? inner : other };
}

/** The matrix product of two tensors, or of one and a weight. */
export default defineLayer({
  type: 'MatMul',
  category: 'tensor',
  title: 'Matrix product',
  searchWords: ['matmul', 'dot', 'bmm', 'gemm', 'linear', 'ops.matmul'],
  documentation: {
    what: 'The matrix product over the last two axes; the axes before broadcast as in NumPy. With one wire the right side is a weight of kernel_shape. A side with one axis is a vector.',
    inputShape: '(..., rows, inner) and (..., inner, columns)',
    outputShape: '(..., rows, columns)',
    example: '(None, 12, 197, 64) and (None, 12, 64, 197): (None, 12, 197, 197)',
    errors: [
      'The columns of the left are not as many as the rows of the right.',
      'One wire and no kernel_shape.',
    ],
    source: 'ONNX operator MatMul; numpy.matmul; keras.ops.matmul',
  },
  parameters: {
    kernel_shape: optional(
      axes({ default: [], doc: 'Extents of the weight on the right side; none with two wires.' }),
    ),
    trainable: boolean({ default: true, doc: 'Whether the weight learns.' }),
    kernel_initializer: initializer({ default: { name: 'glorot_uniform' }, doc: 'How the weight begins.' }),
  },
  inputs: { min: 1, max: 2 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(p.kernel_shape?.join('×')),
  infer({ parameters: p, inputs: [left, right] }) {
    const dtype = left?.dtype ?? 'float32';
    if (right && right.dtype !== dtype)
      fail(
        'shape.dtype',
        `needs two tensors of one type; got ${dtype} and ${right.dtype}. Put a cast before one.`,
      );
    const other = right ? right.shape : p.kernel_shape;
    if (!right && (p.kernel_shape === null || p.kernel_shape.some(extent => extent < 1)))
      fail('input.missing', 'needs a second wire, or a kernel_shape of positive extents for a weight.');
    return [{ dtype, shape: product(left?.shape ?? [], other ?? []).shape }];
  },
  weights: ({ parameters: p, inputs: [left, right] }) =>
    right || !p.kernel_shape
      ? []
      : [
          {
            name: 'kernel',
            shape: p.kernel_shape,
            initializer: p.kernel_initializer,
            dtype: left?.dtype ?? 'float32',
            trainable: p.trainable,
          },
        ],
  multiplyAdds({ parameters: p, inputs: [left, right], outputs: [result] }) {
    const { inner } = product(left?.shape ?? [], right?.shape ?? p.kernel_shape ?? []);
    const extents = (result?.shape ?? []).filter((dim, axis) => axis !== 0 || dim !== BATCH);
    const known = [...extents, inner].filter(dim => typeof dim === 'number');
    return known.length === extents.length + 1 ? sizeOf(known) : null;
  },
  explain({ parameters: p, inputs: [left, right], outputs: [result] }) {
    const { inner } = product(left?.shape ?? [], right?.shape ?? p.kernel_shape ?? []);
    const extents = (result?.shape ?? []).filter((dim, axis) => axis !== 0 || dim !== BATCH);
    const known = [...extents, inner].filter(dim => typeof dim === 'number');
    if (known.length !== extents.length + 1) return [];
    return [
      {
        title: 'Multiply-adds: output elements × inner extent',
        formula: known.map(formatCount).join(' × '),
        result: formatCount(sizeOf(known)),
      },
    ];
  },
  keras({ parameters: p, tensors }, graph) {
    const [, units] = p.kernel_shape ?? [];
    if (p.kernel_shape === null) return [graph.op('matmul', tensors)];
    if (units === undefined || p.kernel_shape.length !== 2)
      return graph.refuse('multiplies by a weight that is not a matrix');
    const config = { units, use_bias: false, kernel_initializer: p.kernel_initializer };
    return [graph.layer('Dense', config, tensors, ['kernel'])];
  },
  onnx: ({ inputNames: [a = '', b] }, graph) => [graph.node('MatMul', [a, b ?? graph.weight('kernel')])],
  pytorch({ parameters: p, inputs: [left, right] }, torch) {
    const x = torch.document(0);
    const [rows, columns, ...more] = p.kernel_shape ?? [];
    const isLinear = !right && p.trainable && columns !== undefined && more.length === 0;
    if (isLinear && left?.dtype === 'float32') {
      const module = torch.module(`nn.Linear(${rows}, ${columns}, bias=False)`, {
        weight: { weight: 'kernel', form: { permute: [1, 0] } },
      });
      return [{ code: `${module}(${x})`, order: 'document' }];
    }
    return [{ code: `${x} @ ${right ? torch.document(1) : torch.parameter('kernel')}`, order: 'document' }];
  },
});
