import { type Dim, formatShape } from '../document/value.ts';
import { elementsOf, knownExtents, pickElements, valueWith } from './arithmetic/elements.ts';
import { requireWhole } from './arithmetic/tensor-axes.ts';
import { torchExtents } from './arithmetic/tensor-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { axes } from './parameters.ts';

/** Repeats a tensor along its axes. */
export default defineLayer({
  type: 'Tile',
  category: 'tensor',
  title: 'Repeat along axes',
  searchWords: ['repeat', 'ops.tile'],
  documentation: {
    what: 'Puts copies of the tensor one behind the other, as many along each axis as repeats tells. The numbers may come on a second wire instead.',
    inputShape: 'any; second wire: whole numbers, one for each axis',
    outputShape: 'each extent times its repeats',
    example: '(None, 2, 3) with repeats [1, 2, 1]: (None, 4, 3)',
    errors: ['repeats does not have one number for each axis.', 'A number is negative.'],
    source: 'ONNX operator Tile; keras.ops.tile',
  },
  parameters: { repeats: axes({ default: [1], doc: 'Copies along each axis. Unused with two wires.' }) },
  inputs: { min: 1, max: 2, names: ['data', 'repeats'] },
  traits: { takesAnyType: true },
  keyParameters: p => p.repeats.join(', '),
  infer({ parameters: p, inputs: [input, wire] }) {
    const shape = input?.shape ?? [];
    if (wire) requireWhole(wire.dtype, 'repeats');
    const repeats: readonly Dim[] = wire
      ? (elementsOf(wire) ?? new Array<Dim>(shape.length).fill(null))
      : p.repeats;
    if (repeats.length !== shape.length || repeats.some(count => typeof count === 'number' && count < 0))
      fail(
        'shape.rank',
        `needs one number of at least 0 in repeats for each axis of ${formatShape(shape)}; got [${repeats.join(', ')}]. Change repeats.`,
      );
    const output = shape.map((dim, axis): Dim => {
      const count = repeats[axis] ?? null;
      if (count === 1) return dim;
      if (dim === 1) return count;
      return typeof dim === 'number' && typeof count === 'number' ? dim * count : null;
    });
    const [from, to] = [knownExtents(shape), knownExtents(output)];
    const elements =
      from &&
      to &&
      pickElements(elementsOf(input), from, to, index => index.map((at, axis) => at % (from[axis] ?? 1)));
    return [valueWith(input?.dtype ?? 'float32', output, elements)];
  },
  keras({ parameters: p, inputs: [, wire], tensors: [x] }, graph) {
    const repeats = wire ? wire.constant : p.repeats;
    if (!x || !repeats) return graph.refuse('repeats as often as is known only while the network runs');
    return [graph.op('tile', [x], { repeats })];
  },
  onnx: ({ parameters: p, inputNames: [x = '', wire] }, graph) => [
    graph.node('Tile', [x, wire ?? graph.constant(p.repeats, 'int64')]),
  ],
  pytorch: ({ parameters: p, inputs: [, wire] }, torch) => [
    { code: `${torch.document(0)}.repeat(${torchExtents(torch, 1, wire, p.repeats)})`, order: 'document' },
  ],
});
