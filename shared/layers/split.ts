import type { Dim } from '../document/value.ts';
import { pythonTuple } from '../python/python-text.ts';
import { elementsOf, knownExtents, pickElements, valueWith } from './arithmetic/elements.ts';
import { axisOf } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { axes, integer, optional } from './parameters.ts';

/** Sizes of the parts; null where the axis is unknown. */
function sizesOf(p: { sizes: readonly number[] | null; count: number }, extent: Dim): readonly Dim[] {
  if (p.sizes) return p.sizes;
  if (typeof extent !== 'number') return new Array<Dim>(p.count).fill(p.count === 1 ? extent : null);
  const size = Math.ceil(extent / p.count);
  return Array.from({ length: p.count }, (_, i) => Math.max(0, Math.min(size, extent - i * size)));
}

/** Cuts a tensor into parts along an axis. */
export default defineLayer({
  type: 'Split',
  category: 'tensor',
  title: 'Cut into parts',
  searchWords: ['chunk', 'unstack', 'ops.split'],
  documentation: {
    what: 'Cuts a tensor along an axis into parts, one output each: of the given sizes, or count parts of equal size (the last may be smaller).',
    inputShape: 'any; axis 0 is the batch',
    outputShape: 'for each part the input with a smaller extent along the axis',
    example: '(None, 10) with sizes [7, 3], axis 1: (None, 7) and (None, 3)',
    errors: ['The sizes do not add up to the extent.', 'The axis lies outside the input.'],
    source: 'ONNX operator Split; keras.ops.split',
  },
  parameters: {
    axis: integer({ default: 0, doc: 'The axis that is cut, counted from 0 or the end.' }),
    sizes: optional(axes({ default: [], doc: 'Extents of the parts; none for count parts of equal size.' })),
    count: integer({ default: 2, min: 1, doc: 'Number of parts where sizes are not given.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(p.sizes ? p.sizes.join(' + ') : `${p.count} parts`, `axis ${p.axis}`),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const axis = axisOf(p.axis, shape);
    const extent = shape[axis] ?? null;
    const sizes = sizesOf(p, extent);
    const total = sizes.reduce<number>((sum, size) => sum + Number(size), 0);
    if (p.sizes && (p.sizes.length === 0 || (typeof extent === 'number' && total !== extent)))
      fail(
        'shape.mismatch',
        `needs sizes that add up to the ${extent} of axis ${axis}; got ${p.sizes.join(' + ')} = ${total}. Change sizes.`,
      );
    const from = knownExtents(shape);
    let start = 0;
    return sizes.map(size => {
      const begin = start;
      start += Number(size);
      const output = shape.with(axis, size);
      const to = knownExtents(output);
      const elements =
        from &&
        to &&
        pickElements(elementsOf(input), from, to, index => index.with(axis, (index[axis] ?? 0) + begin));
      return valueWith(input?.dtype ?? 'float32', output, elements);
    });
  },
  keras({ parameters: p, outputs, tensors }, graph) {
    let end = 0;
    const cuts = p.sizes?.slice(0, -1).map(size => {
      end += size;
      return end;
    });
    const named = { indices_or_sections: cuts ?? p.count, axis: p.axis };
    return graph.ops('split', tensors, named, { outputs: outputs.length });
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''], outputs }, graph) {
    const rank = input?.shape?.length ?? 1;
    const axis = { int: p.axis < 0 ? p.axis + rank : p.axis };
    const sizes = outputs.map(value => value.shape?.[axis.int]);
    const known = sizes.filter(size => typeof size === 'number');
    if (known.length === outputs.length)
      return graph.nodes('Split', [x, graph.constant(known, 'int64')], outputs.length, { axis });
    const count = graph.opset >= 18 ? { num_outputs: { int: outputs.length } } : {};
    return graph.nodes('Split', [x], outputs.length, { axis, ...count });
  },
  pytorch({ parameters: p, inputs: [input], outputs }, torch) {
    const axis = axisOf(p.axis, input?.shape ?? []);
    const sizes = outputs.map(value => value.shape?.[axis]);
    const known = sizes.filter(size => typeof size === 'number');
    const x = torch.document(0);
    const isKnown = known.length === outputs.length;
    const parts = torch.assign(
      isKnown
        ? `${x}.split(${pythonTuple(known)}, dim=${axis})`
        : `${x}.chunk(${outputs.length}, dim=${axis})`,
    );
    return outputs.map((_, i) => ({ code: `${parts}[${i}]`, order: 'document' }));
  },
});
