import { formatShape } from '../document/value.ts';
import { pythonTuple } from '../python/python-text.ts';
import { elementsOf, knownExtents, pickElements, valueWith } from './arithmetic/elements.ts';
import { allAxes } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import { axes, optional } from './parameters.ts';

/** Reorders all axes, the batch included. */
export default defineLayer({
  type: 'Transpose',
  category: 'tensor',
  title: 'Transpose',
  searchWords: ['permute', 'swap axes', 'NCHW', 'NHWC', 'ops.transpose'],
  documentation: {
    what: 'Puts the axes in another order, the batch included (Permute leaves the batch in front). perm tells for each output axis which input axis stands there; without it the order is reversed.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'the extents in the order of perm',
    example: '(None, 3, 7, 10) with perm [0, 2, 3, 1]: (None, 7, 10, 3)',
    errors: ['perm does not name each axis exactly once.'],
    source: 'ONNX operator Transpose; keras.ops.transpose',
  },
  parameters: {
    perm: optional(
      axes({ default: [], doc: 'For each output axis the input axis, counted from 0; none reverses.' }),
    ),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true, isReshaping: true },
  keyParameters: p => p.perm?.join(', ') ?? 'reversed',
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const all = allAxes(shape.length);
    const perm = p.perm ?? all.toReversed();
    const sorted = [...perm].sort((a, b) => a - b);
    if (sorted.length !== all.length || sorted.some((axis, i) => axis !== i))
      fail(
        'shape.axis',
        `needs each of the axes ${all.join(', ')} of ${formatShape(shape)} exactly once in perm; got ${perm.join(', ')}. Change perm.`,
        { title: 'Reverse the axes', parameters: { perm: undefined } },
      );
    const output = perm.map(axis => shape[axis] ?? null);
    const [from, to] = [knownExtents(shape), knownExtents(output)];
    const elements =
      from &&
      to &&
      pickElements(elementsOf(input), from, to, index => all.map(axis => index[perm.indexOf(axis)] ?? 0));
    return [valueWith(input?.dtype ?? 'float32', output, elements)];
  },
  keras: ({ parameters: p, tensors }, graph) => [
    graph.op('transpose', tensors, p.perm === null ? {} : { axes: p.perm }),
  ],
  onnx: ({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) => [
    graph.transpose(x, p.perm ?? allAxes(input?.shape?.length ?? 0).toReversed()),
  ],
  pytorch: ({ parameters: p, inputs: [input] }, torch) => [
    {
      code: `${torch.document(0)}.permute${pythonTuple(p.perm ?? allAxes(input?.shape?.length ?? 0).toReversed())}`,
      order: 'document',
    },
  ],
});
