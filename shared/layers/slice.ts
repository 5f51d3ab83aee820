import { type Dim, formatShape, type Value } from '../document/value.ts';
import { elementsOf, knownExtents, pickElements, valueWith } from './arithmetic/elements.ts';
import { kerasTake } from './arithmetic/positions-keras.ts';
import { slicedDim, sliceOf } from './arithmetic/slicing.ts';
import { torchSlice } from './arithmetic/slicing-pytorch.ts';
import { allAxes, axesOf } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import type { KerasSlice } from './keras-contract.ts';
import { axes, optional } from './parameters.ts';

type Entries = readonly Dim[] | null;

/** Takes a part of a tensor. */
export default defineLayer({
  type: 'Slice',
  category: 'tensor',
  title: 'Take a part',
  searchWords: ['crop', 'strided slice', 'narrow', 'subset', 'index', 'ops.slice'],
  documentation: {
    what: 'Takes the elements from starts up to ends (excluded) in steps along the given axes; negative positions count from the end, positions beyond the end are clamped. starts, ends, axes and steps may come on further wires, in this order.',
    inputShape: 'any; further wires: whole numbers, one for each sliced axis',
    outputShape: 'the input with smaller extents along the axes',
    example: '(None, 7, 10), starts [1], ends [8], axes [2], steps [2]: (None, 7, 4)',
    errors: [
      'starts, ends, axes and steps differ in length.',
      'A step is 0.',
      'An axis lies outside the input.',
    ],
    source: 'ONNX operator Slice; keras.ops.slice',
  },
  parameters: {
    starts: axes({ default: [0], doc: 'The first position along each axis.' }),
    ends: axes({ default: [2147483647], doc: 'The position before which to stop; 2147483647 for the end.' }),
    axes: optional(
      axes({ default: [], doc: 'The axes, counted from 0 or the end; none for the first ones.' }),
    ),
    steps: optional(axes({ default: [], doc: 'The steps, negative for backwards; none for 1.' })),
  },
  inputs: { min: 1, max: 5, names: ['data', 'starts', 'ends', 'axes', 'steps'] },
  traits: { takesAnyType: true, isReshaping: true },
  keyParameters: p =>
    p.starts
      .map((start, i) => {
        const end = p.ends[i] ?? 0;
        const step = p.steps?.[i] ?? 1;
        return `${start}:${end >= 2147483647 ? '' : end}${step === 1 ? '' : `:${step}`}`;
      })
      .join(', '),
  infer({ parameters: p, inputs: [input, ...wires] }) {
    const shape = input?.shape ?? [];
    const dtype = input?.dtype ?? 'float32';
    const read = (wire: Value | undefined, given: Entries): Entries => (wire ? elementsOf(wire) : given);
    const starts = read(wires[0], p.starts);
    const ends = read(wires[1], p.ends);
    const count = wires[0]?.shape?.[0] ?? starts?.length ?? null;
    const isGiven = wires[2] !== undefined || p.axes !== null;
    const given = wires[2] ? (wires[2].constant ?? null) : p.axes;
    const along = isGiven ? given : typeof count === 'number' ? allAxes(count) : null;
    if (!along || typeof count !== 'number') return [{ dtype, shape: shape.map(() => null) }];
    const steps = read(wires[3], p.steps) ?? (wires[3] ? null : new Array<Dim>(count).fill(1));
    const lengths = [count, starts?.length, ends?.length, along.length, steps?.length];
    if (lengths.some(length => length !== undefined && length !== count))
      fail(
        'parameter.conflict',
        `needs starts, ends, axes and steps of one length; got ${lengths.map(length => length ?? '?').join(', ')}.`,
      );
    if (steps?.includes(0)) fail('parameter.value', 'needs steps other than 0; got 0. Change steps.');
    if (along.length > shape.length)
      fail(
        'shape.axis',
        `slices ${along.length} axes; ${formatShape(shape)} has ${shape.length}. Change axes.`,
      );
    const front = axesOf(along, shape);
    const parts = shape.map((dim, axis) => {
      const i = front.indexOf(axis);
      const [start, end, step]: readonly Dim[] =
        i < 0 ? [0, dim, 1] : [starts?.[i] ?? null, ends?.[i] ?? null, steps?.[i] ?? null];
      return { dim, start: start ?? null, end: end ?? null, step: step ?? null, isWhole: i < 0 };
    });
    const output = parts.map(({ dim, start, end, step, isWhole }) =>
      isWhole ? dim : slicedDim(dim, start, end, step),
    );
    const [from, to] = [knownExtents(shape), knownExtents(output)];
    const slices = parts.map(({ dim, start, end, step }) =>
      sliceOf(Number(dim), Number(start), Number(end), Number(step)),
    );
    const elements =
      from &&
      to &&
      pickElements(elementsOf(input), from, to, index =>
        index.map((at, axis) => (slices[axis]?.start ?? 0) + at * (slices[axis]?.step ?? 1)),
      );
    return [valueWith(dtype, output, elements)];
  },
  keras({ parameters: p, inputs: [input, ...wires], tensors: [x] }, graph) {
    const rank = input?.shape?.length ?? 0;
    const [starts = p.starts, ends = p.ends, axes = p.axes, steps = p.steps] = wires.map(
      wire => wire.constant,
    );
    if (!x || wires.some(wire => !wire.constant))
      return graph.refuse('cuts at places that are known only while the network runs');
    const along = axesOf(axes ?? allAxes(starts.length), input?.shape ?? []);
    const bounds = allAxes(rank).map((axis): KerasSlice => {
      const i = along.indexOf(axis);
      if (i < 0) return { slice: [null, null, null] };
      const [start = 0, end = 0, step = 1] = [starts[i], ends[i], steps?.[i]];
      // PyTorch, one of Keras's backends, slices forwards only.
      if (step < 0) return { slice: [null, null, null] };
      return {
        slice: [start === 0 ? null : start, end >= 2147483647 ? null : end, step === 1 ? null : step],
      };
    });
    const isCut = bounds.some(({ slice }) => slice.some(bound => bound !== null));
    return [
      along.reduce(
        (tensor, axis, i) => {
          const step = steps?.[i] ?? 1;
          if (step > 0) return tensor;
          const extent = input?.shape?.[axis];
          if (typeof extent !== 'number')
            return graph.refuse(
              'steps backwards along an axis whose extent is known only while the network runs',
            );
          const { start, count } = sliceOf(extent, starts[i] ?? 0, ends[i] ?? 0, step);
          return kerasTake(
            graph,
            tensor,
            Array.from({ length: count }, (_, at) => start + at * step),
            axis,
          );
        },
        isCut ? graph.op('get_item', [x, bounds]) : x,
      ),
    ];
  },
  onnx({ parameters: p, inputNames: [x = '', ...wires] }, graph) {
    const list = (i: number, values: readonly number[] | null) =>
      wires[i] ?? (values ? graph.constant(values, 'int64') : '');
    const names = [x, list(0, p.starts), list(1, p.ends), list(2, p.axes), list(3, p.steps)];
    while (names.at(-1) === '') names.pop();
    return [graph.node('Slice', names)];
  },
  pytorch: (context, torch) => [{ code: torchSlice(context, torch), order: 'document' }],
});
