import { formatShape } from '../document/value.ts';
import { elementReader, elementsOf, knownExtents, pickElements, valueWith } from './arithmetic/elements.ts';
import { axisOf, requireWhole } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import { integer } from './parameters.ts';

/** Takes one element for each index. */
export default defineLayer({
  type: 'GatherElements',
  category: 'tensor',
  title: 'Take elements by index',
  searchWords: ['take_along_axis', 'gather', 'ops.take_along_axis'],
  documentation: {
    what: 'For each index takes the element that stands at this number along the axis, in the index’s own place along the others: y[i, j] = x[index[i, j], j] for axis 0.',
    inputShape: 'data, and whole numbers with as many axes',
    outputShape: 'the shape of the indices',
    example: 'data (None, 10, 3), indices (None, 2, 3), axis 1: (None, 2, 3)',
    errors: ['Data and indices have different numbers of axes.', 'The indices are no whole numbers.'],
    source: 'ONNX operator GatherElements; torch.gather; keras.ops.take_along_axis',
  },
  parameters: { axis: integer({ default: 0, doc: 'The axis, counted from 0 or the end.' }) },
  inputs: { min: 2, max: 2, names: ['data', 'indices'] },
  traits: { takesAnyType: true },
  keyParameters: p => `axis ${p.axis}`,
  infer({ parameters: p, inputs: [input, indices] }) {
    const shape = input?.shape ?? [];
    requireWhole(indices?.dtype ?? 'int64', 'indices');
    const axis = axisOf(p.axis, shape);
    const output = indices?.shape ?? [];
    if (output.length !== shape.length)
      fail(
        'shape.rank',
        `needs indices with as many axes as the data; got ${formatShape(output)} and ${formatShape(shape)}.`,
      );
    const [from, to] = [knownExtents(shape), knownExtents(output)];
    const read = to && indices?.constant ? elementReader(indices.constant, to) : null;
    const elements =
      from &&
      to &&
      read &&
      pickElements(elementsOf(input), from, to, index => {
        const at = Number(read(index));
        return index.with(axis, at < 0 ? at + (from[axis] ?? 0) : at);
      });
    return [valueWith(input?.dtype ?? 'float32', output, elements)];
  },
  keras: ({ parameters: p, tensors }, graph) => [graph.op('take_along_axis', tensors, { axis: p.axis })],
  onnx: ({ parameters: p, inputNames }, graph) => [
    graph.node('GatherElements', inputNames, { axis: { int: p.axis } }),
  ],
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const axis = axisOf(p.axis, input?.shape ?? []);
    const x = torch.document(0);
    const at = torch.assign(`${torch.document(1)}.long()`);
    // Negative numbers count from the end.
    const places = `torch.where(${at} < 0, ${at} + ${x}.shape[${axis}], ${at})`;
    return [{ code: `${x}.gather(${axis}, ${places})`, order: 'document' }];
  },
});
