import type { Point } from '../../shared/document/schema.ts';
import { here } from '../state/here.ts';
import { GRID } from './add-layer.ts';
import { reveal } from './viewport.ts';

/**
 * The nearest node in a direction: near counts, and standing aside counts double.
 *
 * @param positions all nodes
 * @param from where to start
 * @param step one of (-1, 0), (1, 0), (0, -1), (0, 1)
 */
export function nearestNode(
  positions: Readonly<Record<string, Point>>,
  from: string,
  [dx, dy]: Point,
): string | null {
  const start = positions[from];
  if (!start) return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [name, [x, y]] of Object.entries(positions)) {
    const along = (x - start[0]) * dx + (y - start[1]) * dy;
    const aside = Math.abs((x - start[0]) * dy) + Math.abs((y - start[1]) * dx);
    const cost = along + 2 * aside;
    if (name === from || along <= 0 || cost >= least) continue;
    least = cost;
    best = name;
  }
  return best;
}

/** Selects the nearest layer in a direction; without a selection the first layer. */
export function walk(step: Point): void {
  const { document, selection, select } = here();
  const current = [...selection].pop();
  const name =
    current === undefined
      ? (Object.keys(document.nodes)[0] ?? null)
      : nearestNode(document.positions, current, step);
  if (name === null) return;
  select([name]);
  reveal(document.positions[name] ?? [0, 0]);
}

/** Moves the selected layers by one step of the raster. */
export function nudge([dx, dy]: Point): void {
  const { document, selection, edit } = here();
  const positions: Record<string, Point> = {};
  for (const name of selection) {
    const [x, y] = document.positions[name] ?? [0, 0];
    positions[name] = [x + dx * GRID, y + dy * GRID];
  }
  if (selection.size > 0) edit('Move', [{ kind: 'moveNodes', positions }], { mergeKey: 'nudge' });
}
