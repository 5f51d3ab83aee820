import { type Dim, formatShape } from '../document/value.ts';
import { kerasBorders } from './arithmetic/positions-keras.ts';
import { requireWhole } from './arithmetic/tensor-axes.ts';
import { knownNumbers, torchPadAny } from './arithmetic/tensor-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import { axes, choice, number } from './parameters.ts';

/** Puts elements around a tensor. */
export default defineLayer({
  type: 'Pad',
  category: 'tensor',
  title: 'Pad any axis',
  searchWords: ['padding', 'reflect', 'replicate', 'edge', 'border', 'ops.pad'],
  documentation: {
    what: 'Puts elements before and after along every axis: a constant, the mirrored border (reflect, without the border itself), the border repeated (edge), or the other end (wrap). Negative amounts cut off. The amounts may come on a second wire.',
    inputShape: 'any; second wire: whole numbers, two for each axis',
    outputShape: 'each extent plus its two amounts',
    example: '(None, 3, 7, 10), pads [0, 0, 1, 2, 0, 0, 1, 2]: (None, 3, 9, 14)',
    errors: [
      'pads does not have two numbers for each axis.',
      'More is cut off than there is.',
      'reflect needs more elements than the axis has.',
    ],
    source: 'ONNX operator Pad; keras.ops.pad',
  },
  parameters: {
    pads: axes({
      default: [],
      doc: 'Amounts: before each axis, then after each axis (as ONNX orders them). Unused with two wires.',
    }),
    mode: choice(['constant', 'reflect', 'edge', 'wrap'], { default: 'constant', doc: 'What is put there.' }),
    value: number({ default: 0, doc: 'The constant.' }),
  },
  inputs: { min: 1, max: 2, names: ['data', 'pads'] },
  traits: { takesAnyType: true },
  keyParameters: p =>
    keyLine(p.pads.join(', '), p.mode !== 'constant' && p.mode, p.value !== 0 && `${p.value}`),
  infer({ parameters: p, inputs: [input, wire] }) {
    const shape = input?.shape ?? [];
    const rank = shape.length;
    if (wire) requireWhole(wire.dtype, 'pads');
    const pads = wire ? (wire.constant ?? null) : p.pads;
    const dtype = input?.dtype ?? 'float32';
    if (!pads) return [{ dtype, shape: shape.map(() => null) }];
    if (pads.length !== 2 * rank)
      fail(
        'shape.rank',
        `needs two amounts for each of the ${rank} axes of ${formatShape(shape)} in pads; got ${pads.length}. Change pads.`,
      );
    const output = shape.map((dim, axis): Dim => {
      const [before = 0, after = 0] = [pads[axis], pads[rank + axis]];
      if (before === 0 && after === 0) return dim;
      if (typeof dim !== 'number') return null;
      if (dim + before + after < 0 || (p.mode === 'reflect' && Math.max(before, after) >= dim))
        fail(
          'shape.kernel',
          `cannot pad axis ${axis} of ${formatShape(shape)} by ${before} and ${after} (${p.mode}). Make the amounts fit its ${dim} elements.`,
        );
      return dim + before + after;
    });
    return [{ dtype, shape: output }];
  },
  keras({ parameters: p, inputs: [input, wire], tensors: [x] }, graph) {
    const pads = wire ? wire.constant : p.pads;
    if (!x || !pads) return graph.refuse('pads by amounts that are known only while the network runs');
    if (p.mode !== 'constant') return [kerasBorders(graph, x, pads, p.mode, input?.shape ?? [])];
    if (pads.some(amount => amount < 0)) return graph.refuse('pads by negative amounts, which crops');
    const rank = pads.length / 2;
    const pad_width = pads.slice(0, rank).map((before, axis) => [before, pads[axis + rank] ?? 0]);
    return [graph.op('pad', [x], { pad_width, constant_values: p.value })];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = '', wire] }, graph) {
    const names = [x, wire ?? graph.constant(p.pads, 'int64')];
    if (p.mode === 'constant') names.push(graph.constant([p.value], input?.dtype ?? 'float32', []));
    if (p.mode !== 'wrap' || graph.opset >= 19)
      return [graph.node('Pad', names, { mode: { string: p.mode } })];
    const shape = input?.shape ?? [];
    return [
      shape.reduce<string>((value, dim, axis) => {
        const [before = 0, after = 0] = [p.pads[axis] ?? 0, p.pads[shape.length + axis] ?? 0];
        if (before === 0 && after === 0) return value;
        const extent = Number(dim);
        const places = Array.from(
          { length: extent + before + after },
          (_, i) => (((i - before) % extent) + extent) % extent,
        );
        return graph.node('Gather', [value, graph.constant(places, 'int64')], { axis: { int: axis } });
      }, x),
    ];
  },
  pytorch({ parameters: p, inputs: [, wire] }, torch) {
    const pads = knownNumbers(wire, p.pads, 'amounts') ?? [];
    return [{ code: torchPadAny(torch, pads, p.mode, p.value), order: 'document' }];
  },
});
