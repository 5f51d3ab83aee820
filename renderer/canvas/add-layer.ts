import type { DocumentEdit } from '../../shared/document/edits.ts';
import { edge, freeInputPort, freeName, insertOnEdge } from '../../shared/document/operations.ts';
import type { DocumentEdge, Point } from '../../shared/document/schema.ts';
import { divideVia, moveWithPoints } from '../../shared/document/wire-points.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '../../shared/layout/geometry.ts';
import { makeRoom, placeOnWire } from '../../shared/layout/make-room.ts';
import { here } from '../state/here.ts';
import { type OpenPort, useCanvas } from './canvas-store.ts';
import { toCanvas } from './viewport.ts';

/** The raster that nodes snap to, in canvas pixels. */
export const GRID = 4;

/** A point on the raster. */
export function snapped([x, y]: Point): Point {
  return [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID];
}

/** The top-left corner of a layer whose middle stands at a point. */
export function cornerAround([x, y]: Point): Point {
  return snapped([x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2]);
}

/**
 * Opens the search for a layer that fits the open end of a wire, at a place of the window; the layer goes there.
 *
 * @param isChained whether the next wire begins at the new layer
 */
export function searchAt(screen: Point, from: OpenPort, isChained = false): void {
  const [x, y] = toCanvas(screen);
  const [left] = cornerAround([x, y]);
  const top = Math.round((from.side === 'source' ? y : y - 70) / GRID) * GRID;
  useCanvas.setState({ adding: { screen, at: [left, top], from, isChained } });
}

/**
 * Adds a layer as one step and selects it.
 *
 * @param type the layer's type
 * @param position its top-left corner
 * @param joined the wire end that it is joined to, or the wire that it is put on
 * @returns its name
 */
export function addLayer(
  type: string,
  position: Point,
  joined: { readonly from?: OpenPort | null; readonly wire?: DocumentEdge | null } = {},
): string {
  const { document, edit } = here();
  const name = freeName(document, type);
  const edits: DocumentEdit[] = [{ kind: 'addNode', name, node: { type }, position }];
  if (joined.wire) {
    edits.push(...onWire(name, joined.wire, position));
  } else if (joined.from) edits.push(...joining(joined.from, name));
  edit(`Add ${name}`, edits, { select: [name] });
  return name;
}

/** The wire between an open end and a new layer's first port. */
function joining(from: OpenPort, name: string): readonly DocumentEdit[] {
  if (from.side === 'source') return [{ kind: 'connect', edge: edge(from.node, name, 0, from.port) }];
  const { document } = here();
  const taken = document.edges.find(wire => wire.to === from.node && (wire.toPort ?? 0) === from.port);
  return [
    ...(taken ? [{ kind: 'disconnect', edge: taken } as const] : []),
    { kind: 'connect', edge: edge(name, from.node, from.port) },
  ];
}

/**
 * Puts an existing node without wires on a wire.
 *
 * @param name the node
 * @param wire the wire
 * @param positions where dragged nodes now stand
 */
export function putOnWire(
  name: string,
  wire: DocumentEdge,
  positions: Readonly<Record<string, Point>>,
): void {
  const { document, edit } = here();
  const dropped = positions[name] ?? document.positions[name] ?? [0, 0];
  edit(`Insert ${name}`, onWire(name, wire, dropped));
}

/** Puts a node on a wire, which it divides; what feeds the wire stays, the others make room. */
function onWire(name: string, wire: DocumentEdge, dropped: Point): readonly DocumentEdit[] {
  const { document } = here();
  const { positions } = document;
  const place = placeOnWire(positions, name, wire, dropped);
  const moved = makeRoom({ ...positions, [name]: place }, name, [wire.from]);
  const ends = [wire.from, wire.to].map(each => middleOf(positions[each] ?? place));
  const points = divideVia(ends[0] ?? place, wire.via ?? [], ends[1] ?? place, middleOf(dropped));
  return [...moveWithPoints(document, { ...moved, [name]: place }), ...insertOnEdge(wire, name, points)];
}

function middleOf([x, y]: Point): Point {
  return [x + NODE_WIDTH / 2, y + NODE_HEIGHT / 2];
}

/** Whether a node could be put on a wire: it takes one, and has none. */
export function canGoOnWire(name: string): boolean {
  const { document } = here();
  return (
    freeInputPort(document, name) === 0 &&
    !document.edges.some(wire => wire.from === name || wire.to === name)
  );
}
