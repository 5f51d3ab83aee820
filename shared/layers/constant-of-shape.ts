import { type Dim, DTYPES } from '../document/value.ts';
import { buildElements, elementsOf, knownExtents, valueWith } from './arithmetic/elements.ts';
import { engineConstant } from './arithmetic/operators-onnx.ts';
import { requireWhole } from './arithmetic/tensor-axes.ts';
import { torchExtents } from './arithmetic/tensor-pytorch.ts';
import { torchNumber, torchType } from './arithmetic/types-pytorch.ts';
import { defineLayer } from './contract.ts';
import { choice, number } from './parameters.ts';

/** A tensor of one number, of a shape that is computed. */
export default defineLayer({
  type: 'ConstantOfShape',
  category: 'tensor',
  title: 'Fill a computed shape',
  searchWords: ['full', 'zeros', 'ones', 'fill', 'ops.full'],
  documentation: {
    what: 'Fills a tensor with one number; its extents come on the wire.',
    inputShape: '(number of axes,) whole numbers',
    outputShape: 'the extents on the wire',
    example: 'the numbers 2, 3 on the wire: (2, 3)',
    errors: ['The wire does not carry whole numbers.'],
    source: 'ONNX operator ConstantOfShape; keras.ops.full',
  },
  parameters: {
    value: number({ default: 0, doc: 'Every element.' }),
    dtype: choice(DTYPES, { default: 'float32', doc: 'Type of the elements.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => String(p.value),
  infer({ parameters: p, inputs: [wire] }) {
    requireWhole(wire?.dtype ?? 'int64', 'the shape');
    const [rank] = wire?.shape ?? [];
    const shape = elementsOf(wire) ?? (typeof rank === 'number' ? new Array<Dim>(rank).fill(null) : null);
    const extents = knownExtents(shape);
    return [valueWith(p.dtype, shape, extents && buildElements(extents, () => p.value))];
  },
  onnx({ parameters: p, inputs: [wire], inputNames: [x = ''] }, graph) {
    const extents = wire?.dtype === 'int64' ? x : graph.node('Cast', [x], { to: { int: 7 } });
    return [graph.node('Expand', [engineConstant(graph, [p.value], p.dtype, []), extents])];
  },
  pytorch: ({ parameters: p, inputs: [wire] }, torch) => [
    {
      code: `torch.full(${torchExtents(torch, 0, wire, [])}, ${torchNumber(p.value, p.dtype)}, dtype=${torchType(p.dtype)})`,
      order: 'document',
    },
  ],
});
