import type { OnnxGraph } from '../onnx-contract.ts';

/** A linear map along one axis: a row for each output element, a column for each input element. */
export type AxisMatrix = readonly (readonly number[])[];

/** How new elements come about from old ones, by Keras's words. */
export const RESAMPLINGS = ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'] as const;
export type Resampling = (typeof RESAMPLINGS)[number];

interface Kernel {
  readonly radius: number;
  weight(distance: number): number;
}

const lanczos = (radius: number): Kernel => ({
  radius,
  weight: x =>
    x < 1e-3 ? 1 : (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * x) ** 2,
});

/** Triangle, Keys's cubic with a = -0.5, Lanczos. Source: TensorFlow, core/kernels/image/sampling_kernels.h. */
const KERNELS: Readonly<Record<Exclude<Resampling, 'nearest'>, Kernel>> = {
  bilinear: { radius: 1, weight: x => Math.max(0, 1 - x) },
  bicubic: {
    radius: 2,
    weight: x => (x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2),
  },
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
};

/**
 * The map that brings an axis to another extent; output i lies at (i + 0.5) · from / to − 0.5 of the input. Weights outside the input
 * are left out and the rest made to sum to 1. Source: TensorFlow, tf.image.resize (core/kernels/image/scale_and_translate_op.cc).
 *
 * @param method how elements are mixed
 * @param from extent before
 * @param to extent after
 * @param antialias widens the window where the axis shrinks
 */
export function resamplingMatrix(
  method: Resampling,
  from: number,
  to: number,
  antialias: boolean,
): AxisMatrix {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * step;
    if (method === 'nearest') {
      const nearest = Math.min(from - 1, Math.floor(centre));
      return Array.from({ length: from }, (_, k) => (k === nearest ? 1 : 0));
    }
    const { radius, weight } = KERNELS[method];
    const width = antialias ? Math.max(1, step) : 1;
    const row = Array.from({ length: from }, (_, k) => {
      const distance = Math.abs(k + 0.5 - centre) / width;
      return distance < radius ? weight(distance) : 0;
    });
    const total = row.reduce((sum, value) => sum + value, 0);
    return row.map(value => value / total);
  });
}

/** Where the elements that one output of an adaptive pooling covers begin and end (exclusive). Source: PyTorch, AdaptivePooling.h. */
export function adaptiveRange(from: number, to: number, i: number): { start: number; end: number } {
  return { start: Math.floor((i * from) / to), end: Math.ceil(((i + 1) * from) / to) };
}

/** The map of an adaptive average pooling along one axis. */
export function averagingMatrix(from: number, to: number): AxisMatrix {
  return Array.from({ length: to }, (_, i) => {
    const { start, end } = adaptiveRange(from, to, i);
    return Array.from({ length: from }, (_, k) => (k >= start && k < end ? 1 / (end - start) : 0));
  });
}

/** The one input element of each output where the map only selects; null where it mixes. */
function selection(matrix: AxisMatrix): readonly number[] | null {
  const isSelection = matrix.every(
    row => row.every(value => value === 0 || value === 1) && row.filter(value => value === 1).length === 1,
  );
  return isSelection ? matrix.map(row => row.indexOf(1)) : null;
}

/**
 * Writes a map along one axis: a Gather where it only selects, else a product with a constant matrix.
 *
 * @param graph the graph under construction
 * @param x tensor's name
 * @param rank its rank
 * @param axis the axis, batch included
 * @param matrix the map
 */
export function emitAxisMatrix(
  graph: OnnxGraph,
  x: string,
  rank: number,
  axis: number,
  matrix: AxisMatrix,
): string {
  const indices = selection(matrix);
  if (indices) return graph.node('Gather', [x, graph.constant(indices, 'int64')], { axis: { int: axis } });
  const columns = matrix[0]?.length ?? 0;
  if (axis === rank - 2)
    return graph.node('MatMul', [graph.constant(matrix.flat(), 'float32', [matrix.length, columns]), x]);
  // The axis changes places with the last one.
  const swap = Array.from({ length: rank }, (_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
  const columnsFirst = Array.from({ length: columns }, (_, k) => matrix.map(row => row[k] ?? 0));
  const factor = graph.constant(columnsFirst.flat(), 'float32', [columns, matrix.length]);
  return graph.transpose(graph.node('MatMul', [graph.transpose(x, swap), factor]), swap);
}
