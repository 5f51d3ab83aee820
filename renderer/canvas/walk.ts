import type { DocumentEdge, Point } from '../../shared/document/schema.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../shared/layout/geometry.ts';
import { here } from '../state/here.ts';
import { GRID } from './add-layer.ts';
import { edgeId } from './canvas-store.ts';
import { reveal } from './viewport.ts';
import { POINT_REACH, pointEdits, pointId, readPointId, selectedWire, selectPart } from './wire-points.ts';

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

/**
 * Selects the nearest layer in a direction; without a selection the first layer. From a wire, up and down lead along it: to its points and to
 * the layers at its ends.
 */
export function walk(step: Point): void {
  const { document, selection, select } = here();
  const wire = selectedWire();
  if (wire) {
    if (step[1] !== 0) walkWire(wire, step[1] > 0);
    return;
  }
  const current = [...selection].pop();
  const name =
    current === undefined
      ? (Object.keys(document.nodes)[0] ?? null)
      : nearestNode(document.positions, current, step);
  if (name === null) return;
  select([name]);
  reveal(document.positions[name] ?? [0, 0]);
}

function walkWire(wire: DocumentEdge, isDown: boolean): void {
  const { selectedParts, select, document } = here();
  const id = edgeId(wire);
  const { via = [] } = wire;
  const at = [...selectedParts].flatMap(part => readPointId(part)?.index ?? []).pop();
  // The wire itself lies before its first point, and behind none.
  const next = at === undefined ? (isDown ? 0 : -1) : at + (isDown ? 1 : -1);
  const point = via[next];
  if (point) {
    selectPart(pointId(id, next));
    reveal([point[0] - NODE_WIDTH / 2, point[1] - NODE_HEIGHT / 2]);
    return;
  }
  const name = next < 0 ? wire.from : wire.to;
  select([name]);
  reveal(document.positions[name] ?? [0, 0]);
}

/** Selects a wire of the only selected layer, those that leave it first; from a selected wire the next one of the layer that it leaves. */
export function selectNextWire(): void {
  const { document, selection } = here();
  const wire = selectedWire();
  const [name] = wire ? [wire.from] : selection;
  if (name === undefined) return;
  const leaving = document.edges.filter(edge => edge.from === name);
  const coming = document.edges.filter(edge => edge.to === name);
  const wires = leaving.length > 0 ? leaving : coming;
  const at = wires.findIndex(edge => wire !== null && edgeId(edge) === edgeId(wire));
  const next = wires[(at + 1) % Math.max(1, wires.length)];
  if (next) selectPart(edgeId(next));
}

/** Moves the selected layers and points of wires by one step of the raster. */
export function nudge([dx, dy]: Point): void {
  const { document, selection, selectedParts, edit } = here();
  const positions: Record<string, Point> = {};
  const held = new Map<string, Point>();
  const [right, down] = [dx * GRID, dy * GRID];
  for (const name of selection) {
    const [x, y] = document.positions[name] ?? [0, 0];
    positions[name] = [x + right, y + down];
    held.set(name, positions[name]);
  }
  for (const edge of document.edges)
    for (const [i, [x, y]] of (edge.via ?? []).entries()) {
      const id = pointId(edgeId(edge), i);
      if (selectedParts.has(id)) held.set(id, [x - POINT_REACH + right, y - POINT_REACH + down]);
    }
  if (held.size === 0) return;
  const moved = selection.size > 0 ? [{ kind: 'moveNodes', positions } as const] : [];
  edit('Move', [...moved, ...pointEdits(document, held)], { mergeKey: 'nudge' });
}
