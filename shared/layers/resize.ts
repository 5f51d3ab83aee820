import { type Dim, formatShape, type Shape } from '../document/value.ts';
import { elementsOf } from './arithmetic/elements.ts';
import { torchResize } from './arithmetic/interpolation-pytorch.ts';
import { kerasAlong, kerasTake } from './arithmetic/positions-keras.ts';
import {
  COORDINATE_MODES,
  interpolationMatrix,
  NEAREST_MODES,
  nearestPositions,
  resizedExtent,
} from './arithmetic/resizing.ts';
import { isWhole } from './arithmetic/tensor-axes.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { OnnxGraph } from './onnx-contract.ts';
import { axes, boolean, choice, number, numbers, optional } from './parameters.ts';

/** Extents by factors; an axis of factor 1 keeps its symbol. */
function scaled(shape: Shape, scales: readonly Dim[]): Shape {
  return shape.map((dim, axis): Dim => {
    const scale = scales[axis] ?? null;
    if (scale === 1) return dim;
    return typeof dim === 'number' && typeof scale === 'number' ? resizedExtent(dim, scale) : null;
  });
}

/** The extents after as a tensor; those that are kept (0) are read from the input. */
function emitSizes(graph: OnnxGraph, x: string, shape: Shape, sizes: readonly number[]): string {
  const all = sizes.map((size, axis) => (size === 0 ? shape[axis] : size));
  const known = all.filter(size => typeof size === 'number');
  if (known.length === all.length) return graph.constant(known, 'int64');
  const extents = graph.node('Shape', [x]);
  const parts = sizes.map((size, axis) =>
    size === 0
      ? graph.node('Gather', [extents, graph.constant([axis], 'int64')], { axis: { int: 0 } })
      : graph.constant([size], 'int64'),
  );
  return graph.node('Concat', parts, { axis: { int: 0 } });
}

/** Resizes by interpolation. */
export default defineLayer({
  type: 'Resize',
  category: 'tensor',
  title: 'Resize',
  searchWords: ['upsample', 'interpolate', 'bilinear', 'bicubic', 'nearest', 'scale', 'ops.image.resize'],
  documentation: {
    what: 'Makes axes longer or shorter by interpolation between neighbours: nearest, linear or cubic. scales are factors, one for each axis (the result is cut off to whole numbers), or sizes are the extents after, 0 keeps one. How positions map is told as in ONNX. A second wire may carry either: whole numbers are sizes, others scales.',
    inputShape: 'any; second wire: one number for each axis',
    outputShape: 'sizes, or ⌊extent × scale⌋',
    example: '(None, 3, 7, 10), scales [1, 1, 2, 2]: (None, 3, 14, 20)',
    errors: ['scales or sizes do not have one number for each axis.', 'Neither is given.'],
    source: 'ONNX operator Resize; keras.ops.image.resize',
  },
  parameters: {
    scales: optional(
      numbers({ default: [], doc: 'Factors, one for each axis; none where sizes are given.' }),
    ),
    sizes: optional(axes({ default: [], doc: 'Extents after, one for each axis; 0 keeps one.' })),
    mode: choice(['nearest', 'linear', 'cubic'], { default: 'nearest', doc: 'The interpolation.' }),
    coordinate_transformation_mode: choice(COORDINATE_MODES, {
      default: 'half_pixel',
      doc: 'How a position of the output maps to the input.',
    }),
    nearest_mode: choice(NEAREST_MODES, {
      default: 'round_prefer_floor',
      doc: 'Which neighbour is nearest.',
    }),
    cubic_coeff_a: number({ default: -0.75, doc: 'The coefficient of cubic interpolation.' }),
    exclude_outside: boolean({ default: false, doc: 'Whether neighbours outside count as nothing (cubic).' }),
  },
  inputs: { min: 1, max: 2, names: ['data', 'scales or sizes'] },
  traits: { takesAnyType: true },
  keyParameters: p =>
    keyLine(p.mode, p.scales ? `× ${p.scales.join(', ')}` : p.sizes && `to ${p.sizes.join('×')}`),
  infer({ parameters: p, inputs: [input, wire] }) {
    const shape = input?.shape ?? [];
    const dtype = input?.dtype ?? 'float32';
    if (wire) {
      const elements = elementsOf(wire);
      if (!elements) return [{ dtype, shape: shape.map(() => null) }];
      return [{ dtype, shape: isWhole(wire.dtype) ? elements : scaled(shape, elements) }];
    }
    const given = p.sizes ?? p.scales;
    if (!given || given.length !== shape.length || given.some(entry => entry < 0))
      fail(
        'shape.rank',
        `needs scales or sizes with one number for each axis of ${formatShape(shape)}; got ${given ? `[${given.join(', ')}]` : 'neither'}. Set one of them.`,
      );
    if (!p.sizes) return [{ dtype, shape: scaled(shape, given) }];
    return [{ dtype, shape: shape.map((dim, axis) => (given[axis] === 0 ? dim : (given[axis] ?? null))) }];
  },
  onnx({ parameters: p, inputs: [input, wire], inputNames: [x = '', name] }, graph) {
    const attributes = {
      mode: { string: p.mode },
      coordinate_transformation_mode: { string: p.coordinate_transformation_mode },
      nearest_mode: { string: p.nearest_mode },
      cubic_coeff_a: { float: p.cubic_coeff_a },
      exclude_outside: { int: p.exclude_outside ? 1 : 0 },
    };
    const isSize = wire ? isWhole(wire.dtype) : p.sizes !== null;
    if (isSize) {
      const sizes = name ?? emitSizes(graph, x, input?.shape ?? [], p.sizes ?? []);
      return [graph.node('Resize', [x, '', '', sizes], attributes)];
    }
    return [graph.node('Resize', [x, '', name ?? graph.constant(p.scales ?? [], 'float32')], attributes)];
  },
  keras({ parameters: p, inputs: [input, wire], outputs: [output], tensors: [x] }, graph) {
    const shape = input?.shape ?? [];
    const entries = wire ? wire.constant : (p.sizes ?? p.scales);
    if (!x || !entries) return graph.refuse('resizes to extents that are known only while the network runs');
    const isSize = wire ? isWhole(wire.dtype) : p.sizes !== null;
    const cubic = { a: p.cubic_coeff_a, excludeOutside: p.exclude_outside };
    return [
      entries.reduce((tensor, entry, at) => {
        const [from, to] = [shape[at], output?.shape?.[at]];
        if (isSize ? entry === 0 || entry === from : entry === 1) return tensor;
        if (typeof from !== 'number' || typeof to !== 'number')
          return graph.refuse('resizes an axis whose extent is known only while the network runs');
        const axis = { from, to, scale: isSize ? to / from : entry };
        const mode = p.coordinate_transformation_mode;
        if (p.mode === 'nearest')
          return kerasTake(graph, tensor, nearestPositions(axis, mode, p.nearest_mode), at);
        return kerasAlong(
          graph,
          tensor,
          shape.length,
          at,
          axis,
          interpolationMatrix(axis, mode, p.mode, cubic),
        );
      }, x),
    ];
  },
  pytorch: (context, torch) => [{ code: torchResize(context, torch), order: 'document' }],
});
