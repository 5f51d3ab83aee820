import { formatShape, type Shape, type Value } from '../../document/value.ts';
import { fail } from '../contract.ts';
import type { OnnxGraph } from '../onnx-contract.ts';
import type { Tensor, Tf } from '../tfjs-contract.ts';
import { reduce } from './reduction-onnx.ts';

/** How whole numbers are written as vectors: one for each, or one for all of a sample with ones or counts. */
export type Encoding = 'one_hot' | 'multi_hot' | 'count';

/**
 * The shape of whole numbers written as vectors.
 *
 * @param shape of the numbers, batch first
 * @param depth how many numbers there are
 */
export function encodedShape(shape: Shape, encoding: Encoding, depth: number): Shape {
  if (encoding === 'one_hot' && shape.length > 1 && typeof shape.at(-1) !== 'number')
    fail(
      'shape.unknown',
      `needs a known last axis for one_hot, since one of extent 1 goes; got ${formatShape(shape)}. Give the last axis of the input a number.`,
    );
  if (encoding === 'one_hot')
    return shape.length > 1 && shape.at(-1) === 1 ? [...shape.slice(0, -1), depth] : [...shape, depth];
  if (shape.length !== 2)
    fail(
      'shape.rank',
      `needs (batch, numbers) for ${encoding}; got ${formatShape(shape)}. Put a Reshape before it, or take one_hot.`,
    );
  return [shape[0] ?? null, depth];
}

/** Writes the encoding; numbers outside 0 ... depth − 1 leave no trace. */
export function emitEncoding(
  graph: OnnxGraph,
  indices: string,
  input: Value | undefined,
  encoding: Encoding,
  depth: number,
): string {
  const shape = input?.shape ?? [];
  const isSqueezed = encoding === 'one_hot' && shape.length > 1 && shape.at(-1) === 1;
  const rank = shape.length;
  const numbers = isSqueezed
    ? graph.node('Squeeze', [indices, graph.constant([rank - 1], 'int64')])
    : indices;
  // Compared with 0 ... depth − 1: ONNX's OneHot would wrap negative numbers round.
  const wide = graph.node('Unsqueeze', [numbers, graph.constant([-1], 'int64')]);
  const range = graph.constant(
    Array.from({ length: depth }, (_, i) => i),
    'float32',
  );
  const hot = graph.node('Cast', [graph.node('Equal', [wide, range])], { to: { int: 1 } });
  if (encoding === 'one_hot') return hot;
  return reduce(graph, encoding === 'count' ? 'ReduceSum' : 'ReduceMax', hot, [1], false);
}

/** The encoding of whole numbers on the engine; see {@link emitEncoding}. */
export function encode(tf: Tf, indices: Tensor, encoding: Encoding, depth: number): Tensor {
  const isSqueezed = encoding === 'one_hot' && indices.shape.length > 1 && indices.shape.at(-1) === 1;
  const numbers = isSqueezed ? tf.squeeze(indices, [indices.shape.length - 1]) : indices;
  const hot = tf.cast(tf.equal(tf.expandDims(numbers, -1), tf.range(0, depth)), 'float32');
  if (encoding === 'one_hot') return hot;
  return encoding === 'count' ? tf.sum(hot, 1) : tf.max(hot, 1);
}
