import type { DocumentEdit } from './edits.ts';
import type { DocumentEdge, NetloomDocument, Point } from './schema.ts';

/** A wire that is led through points; without any it finds its own way. */
export function leadThrough(
  { via: _before, ...wire }: DocumentEdge,
  via: readonly Point[] = [],
): DocumentEdge {
  return via.length > 0 ? { ...wire, via } : wire;
}

/** Points moved by as much in canvas pixels. */
export function shifted(via: readonly Point[], [dx, dy]: Point): readonly Point[] {
  return via.map(([x, y]): Point => [x + dx, y + dy]);
}

/**
 * The edits that move nodes; points of a wire whose ends both move by as much go with them.
 *
 * @param document the document before
 * @param positions where nodes go
 */
export function moveWithPoints(
  document: NetloomDocument,
  positions: Readonly<Record<string, Point>>,
): readonly DocumentEdit[] {
  const edits: DocumentEdit[] = [{ kind: 'moveNodes', positions }];
  for (const edge of document.edges) {
    if (!edge.via) continue;
    const step = commonStep(edge, document.positions, positions);
    if (step) edits.push({ kind: 'setVia', edge, via: shifted(edge.via, step) });
  }
  return edits;
}

/**
 * By how much both ends of a wire move.
 *
 * @param before where nodes stand
 * @param after where some of them go
 * @returns null where they do not move by the same
 */
export function commonStep(
  { from, to }: DocumentEdge,
  before: Readonly<Record<string, Point>>,
  after: Readonly<Record<string, Point>>,
): Point | null {
  const steps = [from, to].map((name): Point | null => {
    const [old, next] = [before[name], after[name]];
    return old && next ? [next[0] - old[0], next[1] - old[1]] : null;
  });
  const [one, two] = steps;
  return one && two && one[0] === two[0] && one[1] === two[1] && (one[0] !== 0 || one[1] !== 0) ? one : null;
}

/** The edits that let every wire find its own way, as a new layout needs. */
export function dropPoints(document: NetloomDocument): readonly DocumentEdit[] {
  return document.edges.flatMap(edge => (edge.via ? [{ kind: 'setVia', edge, via: [] } as const] : []));
}

/**
 * Divides the points of a wire where something is put on it.
 *
 * @param from where the wire begins
 * @param via its points
 * @param to where it ends
 * @param place where it is divided
 * @returns the points before and behind
 */
export function divideVia(
  from: Point,
  via: readonly Point[],
  to: Point,
  place: Point,
): readonly [readonly Point[], readonly Point[]] {
  const stops = [from, ...via, to];
  let at = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < stops.length; i++) {
    const [a, b] = [stops[i - 1], stops[i]];
    const far = a && b ? distanceToLine(place, a, b) : least;
    if (far >= least) continue;
    least = far;
    at = i - 1;
  }
  return [via.slice(0, at), via.slice(at)];
}

function distanceToLine([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}
