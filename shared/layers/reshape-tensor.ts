import type { Dim } from '../document/value.ts';
import { elementsOf, valueWith } from './arithmetic/elements.ts';
import { reshapedWhole } from './arithmetic/reshaping-whole.ts';
import { requireWhole } from './arithmetic/tensor-axes.ts';
import { kerasReshape } from './arithmetic/tensor-keras.ts';
import { torchReshape } from './arithmetic/tensor-pytorch.ts';
import { defineLayer } from './contract.ts';
import { axes, boolean } from './parameters.ts';

/** Gives a tensor other axes, the batch included. */
export default defineLayer({
  type: 'ReshapeTensor',
  category: 'tensor',
  title: 'Reshape with the batch',
  searchWords: ['reshape', 'view', 'unflatten', 'ops.reshape'],
  documentation: {
    what: 'Arranges all elements in other extents, row by row, the batch axis included (Reshape leaves the batch alone). 0 keeps the extent in its place, one -1 follows from the others. The extents may come on a second wire instead.',
    inputShape: 'any; second wire: whole numbers, one for each axis',
    outputShape: 'shape',
    example: '(None, 7, 10, 3) with shape [0, -1]: (None, 210)',
    errors: [
      'The number of elements before and after differs.',
      'More than one extent is -1.',
      'A 0 stands where the input has no axis.',
    ],
    source: 'ONNX operator Reshape; keras.ops.reshape',
  },
  parameters: {
    shape: axes({ default: [0, -1], doc: 'Extents after; 0 keeps, -1 is inferred. Unused with two wires.' }),
    allowzero: boolean({ default: false, doc: 'Whether 0 means an extent of 0 instead of keeping one.' }),
  },
  inputs: { min: 1, max: 2, names: ['data', 'shape'] },
  traits: { takesAnyType: true, isReshaping: true },
  keyParameters: p => p.shape.join('×'),
  infer({ parameters: p, inputs: [input, wire] }) {
    if (!input?.shape) return [{ dtype: input?.dtype ?? 'float32', shape: null }];
    if (wire) requireWhole(wire.dtype, 'shape');
    const [rank] = wire?.shape ?? [];
    const open = typeof rank === 'number' ? new Array<Dim>(rank).fill(null) : null;
    const target = wire ? (elementsOf(wire) ?? open) : p.shape;
    const shape = target && reshapedWhole(input.shape, target, p.allowzero);
    return [valueWith(input.dtype, shape, elementsOf(input))];
  },
  keras: ({ outputs: [output], tensors: [x] }, graph) => (x ? [kerasReshape(graph, x, output)] : []),
  onnx: ({ parameters: p, inputNames: [x = '', shape] }, graph) => [
    graph.node('Reshape', [x, shape ?? graph.constant(p.shape, 'int64')], {
      ...(p.allowzero && graph.opset >= 14 ? { allowzero: { int: 1 } } : {}),
    }),
  ],
  pytorch: ({ parameters: p, inputs: [input, wire], outputs: [result] }, torch) => [
    { code: torchReshape(torch, input, wire, p.shape, result), order: 'document' },
  ],
});
