import type { Value } from '../document/value.ts';
import {
  elementReader,
  elementsOf,
  knownExtents,
  pickElements,
  sizeOf,
  valueWith,
} from './arithmetic/elements.ts';
import { axisOf, requireWhole } from './arithmetic/tensor-axes.ts';
import { kerasOperand } from './arithmetic/tensor-keras.ts';
import { torchIndex } from './arithmetic/tensor-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { axes, integer } from './parameters.ts';

/** Takes slices by their numbers. */
export default defineLayer({
  type: 'Gather',
  category: 'tensor',
  title: 'Take by index',
  searchWords: ['take', 'index_select', 'lookup', 'embedding', 'ops.take'],
  documentation: {
    what: 'Takes slices along an axis by their numbers, negative ones count from the end; the axes of the indices stand in the place of the axis. The indices are given, or come on a second wire.',
    inputShape: 'any; second wire: whole numbers of any shape',
    outputShape: 'the input with the axis replaced by the axes of the indices',
    example: '(None, 10, 3), axis 1, indices [0, 4] of shape [2]: (None, 2, 3)',
    errors: [
      'An index lies outside the axis.',
      'indices does not have as many numbers as indices_shape tells.',
    ],
    source: 'ONNX operator Gather; keras.ops.take',
  },
  parameters: {
    axis: integer({ default: 0, doc: 'The axis, counted from 0 or the end.' }),
    indices: axes({ default: [0], doc: 'The numbers of the slices. Unused with two wires.' }),
    indices_shape: axes({
      default: [],
      doc: 'Extents of the indices; none for a single number, which removes the axis.',
    }),
  },
  inputs: { min: 1, max: 2, names: ['data', 'indices'] },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(`axis ${p.axis}`, p.indices.length <= 4 && p.indices.join(', ')),
  infer({ parameters: p, inputs: [input, wire] }) {
    const shape = input?.shape ?? [];
    if (wire) requireWhole(wire.dtype, 'indices');
    const axis = axisOf(p.axis, shape);
    if (!wire && p.indices.length !== sizeOf(p.indices_shape))
      fail(
        'parameter.conflict',
        `has ${p.indices.length} indices; indices_shape [${p.indices_shape.join(', ')}] needs ${sizeOf(p.indices_shape)}. Change one of the two.`,
      );
    const indices: Value = wire ?? valueWith('int64', p.indices_shape, p.indices);
    const extent = shape[axis] ?? null;
    const outside = indices.constant?.find(
      at => typeof extent === 'number' && (at < -extent || at >= extent),
    );
    if (outside !== undefined)
      fail(
        'parameter.value',
        `needs indices from ${-Number(extent)} to ${Number(extent) - 1} along axis ${axis}; got ${outside}. Change indices.`,
      );
    const inner = indices.shape ?? [];
    const output = [...shape.slice(0, axis), ...inner, ...shape.slice(axis + 1)];
    const [from, to, among] = [knownExtents(shape), knownExtents(output), knownExtents(inner)];
    const read = among && indices.constant ? elementReader(indices.constant, among) : null;
    const elements =
      from &&
      to &&
      read &&
      pickElements(elementsOf(input), from, to, index => {
        const at = Number(read(index.slice(axis, axis + inner.length)));
        const place = at < 0 ? at + (from[axis] ?? 0) : at;
        return [...index.slice(0, axis), place, ...index.slice(axis + inner.length)];
      });
    return [valueWith(input?.dtype ?? 'float32', output, elements)];
  },
  keras({ parameters: p, inputs: [, wire], tensors: [x, indices] }, graph) {
    if (!x) return [];
    const chosen = indices ?? kerasOperand(graph, p.indices, p.indices_shape, wire?.dtype ?? 'int32');
    return [graph.op('take', [x, chosen], { axis: p.axis })];
  },
  onnx: ({ parameters: p, inputNames: [x = '', indices] }, graph) => [
    graph.node('Gather', [x, indices ?? graph.constant(p.indices, 'int64', p.indices_shape)], {
      axis: { int: p.axis },
    }),
  ],
  pytorch({ parameters: p, inputs: [input, wire] }, torch) {
    const axis = axisOf(p.axis, input?.shape ?? []);
    const index = (): string => {
      if (wire)
        return wire.constant && wire.shape?.length === 0
          ? String(wire.constant[0])
          : `${torch.document(1)}.long()`;
      if (p.indices_shape.length === 0) return String(p.indices[0]);
      if (p.indices_shape.length === 1 && p.indices.length <= 8) return `[${p.indices.join(', ')}]`;
      return torch.constant(p.indices, 'int64', p.indices_shape, 'indices');
    };
    return [{ code: torchIndex(torch.document(0), axis, index()), order: 'document' }];
  },
});
