import type { Dim } from '../../document/value.ts';
import { axesOf } from './tensor-axes.ts';

/**
 * A shape with axes of extent 1 put in.
 *
 * @param shape extents
 * @param axes where they stand in the result; may count from its end
 * @throws LayerError `shape.axis`
 */
export function unsqueezed<D extends Dim>(shape: readonly D[], axes: readonly number[]): readonly (D | 1)[] {
  const rank = shape.length + axes.length;
  const added = axesOf(axes, new Array<Dim>(rank).fill(null));
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => {
    if (added.includes(axis)) return 1;
    const next = rest.shift();
    return next === undefined ? 1 : next;
  });
}
