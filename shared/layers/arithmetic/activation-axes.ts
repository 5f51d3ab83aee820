import { formatShape, type Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';

/**
 * Turns axes that may count from the end into ascending non-negative ones without repeats.
 *
 * @param axes as the document holds them
 * @param shape the input's extents, batch first
 * @returns axes of at least 1
 * @throws LayerError `shape.axis` for an axis outside the input, for the batch, or for none at all
 */
export function resolveAxes(axes: readonly number[], shape: Shape): readonly number[] {
  const rank = shape.length;
  const resolved = axes.map(axis => (axis < 0 ? axis + rank : axis));
  const wrong = resolved.findIndex(axis => axis < 1 || axis >= rank);
  if (wrong >= 0 || resolved.length === 0)
    fail(
      'shape.axis',
      `needs an axis from 1 to ${rank - 1} (or ${1 - rank} to -1) of ${formatShape(shape)}; got ${axes[wrong] ?? 'none'}. Change axis.`,
      { title: 'Use the last axis', parameters: { axis: -1 } },
    );
  return [...new Set(resolved)].sort((a, b) => a - b);
}

/**
 * The permutation that brings axes to the end in their order, and the one that brings them back.
 *
 * @param axes ascending non-negative axes
 * @param rank of the tensor
 */
export function onAxesAsLast(
  axes: readonly number[],
  rank: number,
): { readonly permutation: readonly number[]; readonly back: readonly number[] } {
  const others = Array.from({ length: rank }, (_, axis) => axis).filter(axis => !axes.includes(axis));
  const permutation = [...others, ...axes];
  return { permutation, back: Array.from({ length: rank }, (_, axis) => permutation.indexOf(axis)) };
}
