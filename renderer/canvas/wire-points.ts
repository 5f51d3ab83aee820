import type { DocumentEdit } from '../../shared/document/edits.ts';
import {
  type DocumentEdge,
  MAX_VIA,
  type NetloomDocument,
  type Point,
} from '../../shared/document/schema.ts';
import { commonStep, shifted } from '../../shared/document/wire-points.ts';
import { placeOnWay } from '../../shared/layout/lead-through.ts';
import { wireMiddle } from '../../shared/layout/wires.ts';
import { here } from '../state/here.ts';
import { tell } from '../state/notices.ts';
import { snapped } from './add-layer.ts';
import { drawnWires, edgeId } from './canvas-store.ts';
import type { Overrides } from './flow-elements.ts';

/** Half the side of the square in which a point of a wire is drawn and taken by the mouse, in canvas pixels. */
export const POINT_REACH = 6;

/** The name of a point on the canvas, `point:0:conv1:0>pool2:0`: which point of which wire. */
export function pointId(wire: string, index: number): string {
  return `point:${index}:${wire}`;
}

/** A point by its name on the canvas; null for the name of something else. */
export function readPointId(id: string): { readonly wire: string; readonly index: number } | null {
  const [, index, wire] = /^point:(\d+):(.+)$/.exec(id) ?? [];
  return index === undefined || wire === undefined ? null : { wire, index: Number(index) };
}

/** A point where the raster has one for it. */
function onRaster([x, y]: Point): Point {
  const [left, top] = snapped([x - POINT_REACH, y - POINT_REACH]);
  return [left + POINT_REACH, top + POINT_REACH];
}

/**
 * The points of a wire while things are dragged: those that are held stand where they are held, the others move with both ends.
 *
 * @param positions where nodes stood before
 * @param overrides where nodes and points are held
 * @returns the same list as in the document where nothing moves it; undefined where the wire has none
 */
export function viaNow(
  edge: DocumentEdge,
  positions: NetloomDocument['positions'],
  overrides: Overrides,
): readonly Point[] | undefined {
  const { via, from, to } = edge;
  if (!via || overrides.size === 0) return via;
  const moved: Record<string, Point> = {};
  for (const name of [from, to]) {
    const place = overrides.get(name);
    if (place) moved[name] = [place[0], place[1]];
  }
  const step = commonStep(edge, positions, moved);
  const base = step ? shifted(via, step) : via;
  const wire = edgeId(edge);
  const held = via.map((_, i) => overrides.get(pointId(wire, i)));
  if (held.every(place => place === undefined)) return base;
  return base.map((point, i) => {
    const place = held[i];
    return place ? [place[0] + POINT_REACH, place[1] + POINT_REACH] : point;
  });
}

/** The edits that keep points where they are held, or where both ends took them. */
export function pointEdits(
  { edges, positions }: NetloomDocument,
  overrides: Overrides,
): readonly DocumentEdit[] {
  return edges.flatMap(edge => {
    const via = viaNow(edge, positions, overrides);
    return via === undefined || via === edge.via ? [] : [{ kind: 'setVia', edge, via } as const];
  });
}

/** A wire of where the user is, by its name on the canvas. */
function wireNamed(id: string): DocumentEdge | undefined {
  return here().document.edges.find(edge => edgeId(edge) === id);
}

/** The only wire that is selected, itself or by its points; null for none or several. */
export function selectedWire(): DocumentEdge | null {
  const { selection, selectedParts } = here();
  if (selection.size > 0) return null;
  const wires = new Set([...selectedParts].map(id => readPointId(id)?.wire ?? id));
  const [only] = wires;
  return (only !== undefined && wires.size === 1 && wireNamed(only)) || null;
}

/**
 * Leads a wire through a further point, as one step, and selects it.
 *
 * @param id the wire's name on the canvas
 * @param at where on it, in canvas pixels; the middle of its longest line by default
 */
export function addPoint(id: string, at?: Point): void {
  const edge = wireNamed(id);
  const way = drawnWires.current.get(id)?.way;
  if (!edge || !way) return;
  const { via = [] } = edge;
  if (via.length >= MAX_VIA) {
    tell(`A wire has at most ${MAX_VIA} reroute points; remove one first.`, 'error');
    return;
  }
  const { point, index } = placeOnWay(at ?? wireMiddle(way), way, via);
  const next = [...via.slice(0, index), onRaster(point), ...via.slice(index)];
  here().edit('Add a reroute point', [{ kind: 'setVia', edge, via: next }]);
  selectPart(pointId(id, index));
}

/** Selects a wire, a point, a frame or a note alone. */
export function selectPart(id: string): void {
  here().select([]);
  here().selectParts([id]);
}

/** Takes points of wires away, as one step. */
export function removePoints(ids: Iterable<string>): void {
  const { document, edit } = here();
  const edits = removalOf(document, new Set(ids));
  if (edits.length > 0)
    edit(edits.length === 1 ? 'Remove a reroute point' : 'Remove reroute points', edits, { select: [] });
}

/** The edits that take points away, by their names on the canvas. */
export function removalOf({ edges }: NetloomDocument, ids: ReadonlySet<string>): readonly DocumentEdit[] {
  return edges.flatMap(edge => {
    const via = edge.via?.filter((_, i) => !ids.has(pointId(edgeId(edge), i)));
    return !via || via.length === edge.via?.length ? [] : [{ kind: 'setVia', edge, via } as const];
  });
}

/** Lets a wire find its own way again, as one step. */
export function straighten(edge: DocumentEdge): void {
  if (!edge.via) return;
  here().edit('Remove the reroute points', [{ kind: 'setVia', edge, via: [] }]);
  selectPart(edgeId(edge));
}
