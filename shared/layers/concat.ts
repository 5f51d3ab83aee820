import { type Dim, formatShape } from '../document/value.ts';
import { buildElements, elementReader, elementsOf, knownExtents, valueWith } from './arithmetic/elements.ts';
import { torchConcatenation } from './arithmetic/merging-pytorch.ts';
import { axisOf } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import { integer } from './parameters.ts';

/** Puts tensors one behind the other along any axis, the batch included. */
export default defineLayer({
  type: 'Concat',
  category: 'tensor',
  title: 'Concatenate along any axis',
  searchWords: ['concatenate', 'join', 'cat', 'ops.concatenate'],
  documentation: {
    what: 'Puts its inputs one behind the other along any axis, the batch included (Concatenate leaves the batch alone). Extents that are computed from shapes are followed.',
    inputShape: 'one or more shapes that agree in every axis but one',
    outputShape: 'the same with that axis added up',
    example: '(1, 7) and (2, 7) along axis 0: (3, 7)',
    errors: [
      'The inputs differ in another axis than the one that is joined, or in the number of axes.',
      'The inputs have different element types.',
    ],
    source: 'ONNX operator Concat; keras.ops.concatenate',
  },
  parameters: { axis: integer({ default: 0, doc: 'The axis that is joined, counted from 0 or the end.' }) },
  inputs: { min: 1, max: Number.POSITIVE_INFINITY },
  traits: { takesAnyType: true, isMerge: true },
  keyParameters: p => `axis ${p.axis}`,
  infer({ parameters: p, inputs }) {
    const [first] = inputs;
    const dtype = first?.dtype ?? 'float32';
    if (inputs.some(input => input.dtype !== dtype))
      fail('shape.dtype', `needs inputs of one type; got ${inputs.map(input => input.dtype).join(', ')}.`);
    const shapes = inputs.map(input => input.shape ?? []);
    const [front = []] = shapes;
    const along = axisOf(p.axis, front);
    const misfit = (): never =>
      fail(
        'shape.mismatch',
        `needs inputs that agree in every axis but axis ${along}; got ${shapes.map(formatShape).join(' and ')}. Make them end in the same extents.`,
      );
    if (shapes.some(shape => shape.length !== front.length)) misfit();
    const output = front.map((_, axis): Dim => {
      const dims = shapes.map(shape => shape[axis] ?? null);
      const known = dims.filter(dim => typeof dim === 'number');
      if (axis === along) {
        const [only = null] = dims;
        if (dims.length === 1) return only;
        return known.length === dims.length ? known.reduce((sum, dim) => sum + dim, 0) : null;
      }
      if (new Set(known).size > 1) misfit();
      return known[0] ?? dims.find(dim => dim !== null) ?? null;
    });
    const extents = knownExtents(output);
    if (!extents || inputs.every(input => elementsOf(input) === null)) return [{ dtype, shape: output }];
    let start = 0;
    const parts = inputs.map(input => {
      const own = knownExtents(input.shape) ?? [];
      const part = { start, read: elementReader(elementsOf(input) ?? [], own) };
      start += own[along] ?? 0;
      return part;
    });
    const elements = buildElements(extents, index => {
      const position = index[along] ?? 0;
      const part = parts.findLast(entry => entry.start <= position);
      return part?.read(index.with(along, position - part.start)) ?? null;
    });
    return [valueWith(dtype, output, elements)];
  },
  keras: ({ parameters: p, tensors }, graph) => [graph.op('concatenate', [tensors], { axis: p.axis })],
  onnx: ({ parameters: p, inputNames }, graph) => [
    graph.node('Concat', inputNames, { axis: { int: p.axis } }),
  ],
  pytorch: (context, torch) =>
    torchConcatenation(context, torch, axisOf(context.parameters.axis, context.inputs[0]?.shape ?? [])),
});
