import type { Point } from '../document/schema.ts';
import type { Box } from './geometry.ts';
import { routeThrough } from './lead-through.ts';
import { avoidCrossings } from './wire-crossings.ts';
import { separateWires } from './wire-separation.ts';
import { bandOf, Obstacles, routeWire } from './wires.ts';

/** The two ends of a wire on the canvas, and the points between that it is led through. */
export interface WireEnds {
  readonly from: Point;
  readonly to: Point;
  readonly via?: readonly Point[];
}

interface Routed extends WireEnds {
  readonly way: readonly Point[];
}

/**
 * Leads the wires of a network and remembers their ways: a wire is led anew only when one of its ends has moved, or a
 * layer has come, gone or moved in the rows that it passes. Ways are the same as {@link routeWire} gives for all, led round each other by
 * {@link avoidCrossings}, wires on one line put side by side by {@link separateWires}; but for wires that are led through points, which run
 * where the user wants them, and which the others do not heed.
 */
export class WireRouter {
  private boxes: ReadonlyMap<string, Box> = new Map();
  private routed = new Map<string, Routed>();
  /** Changed boxes that wires have not heard of yet, since these were led only by their ends. */
  private pending: Box[] = [];
  /** Whether the drawn ways lie side by side; not so while layers are dragged. */
  private isSeparated = false;
  private drawn: ReadonlyMap<string, readonly Point[]> = new Map();

  /**
   * @param boxes all layers by name
   * @param wires the ends of all wires by id
   * @param endsOnly true while layers are dragged: a wire whose ends stay keeps its way, whatever it then crosses
   * @returns the way of each wire; the same array as before where it did not change
   */
  route(
    boxes: ReadonlyMap<string, Box>,
    wires: ReadonlyMap<string, WireEnds>,
    endsOnly = false,
  ): ReadonlyMap<string, readonly Point[]> {
    this.pending.push(...changedBoxes(this.boxes, boxes));
    this.boxes = boxes;
    const moved = endsOnly ? null : new Obstacles(this.pending);
    if (!endsOnly) this.pending = [];
    let obstacles: Obstacles | null = null;
    const routed = new Map<string, Routed>();
    const drawn = new Map<string, readonly Point[]>();
    let isSame = this.routed.size === wires.size;
    for (const [id, { from, to, via }] of wires) {
      const before = this.routed.get(id);
      let known = before;
      if (
        !known ||
        !samePoint(known.from, from) ||
        !samePoint(known.to, to) ||
        !samePoints(known.via, via) ||
        concerns(moved, from, to, via)
      ) {
        obstacles ??= new Obstacles([...boxes.values()]);
        const way = via ? routeThrough(from, via, to, obstacles) : routeWire(from, to, obstacles);
        const drawnWay = known && sameWay(known.way, way) ? known.way : way;
        known = via ? { from, to, via, way: drawnWay } : { from, to, way: drawnWay };
      }
      isSame &&= known.way === before?.way;
      routed.set(id, known);
      drawn.set(id, (known.way === before?.way && this.drawn.get(id)) || known.way);
    }
    this.routed = routed;
    if (endsOnly) {
      this.isSeparated = false;
      this.drawn = drawn;
    } else if (!isSame || !this.isSeparated || obstacles) {
      this.drawn = this.separated(obstacles ?? new Obstacles([...boxes.values()]));
      this.isSeparated = true;
    }
    return this.drawn;
  }

  private separated(obstacles: Obstacles): ReadonlyMap<string, readonly Point[]> {
    const ways = new Map<string, readonly Point[]>();
    for (const [id, { way, via }] of this.routed) if (!via) ways.set(id, way);
    const led = separateWires(avoidCrossings(ways, obstacles), obstacles);
    const drawn = new Map<string, readonly Point[]>();
    for (const [id, { way }] of this.routed) {
      const next = led.get(id) ?? way;
      const before = this.drawn.get(id);
      drawn.set(id, before && sameWay(before, next) ? before : next);
    }
    return drawn;
  }
}

function samePoints(a: readonly Point[] | undefined, b: readonly Point[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameWay(a, b));
}

function concerns(moved: Obstacles | null, from: Point, to: Point, via: WireEnds['via']): boolean {
  if (moved === null) return false;
  if (!via) return moved.between(...bandOf(from, to)).length > 0;
  const stops = [from, ...via, to];
  return stops.some((stop, i) => i > 0 && moved.between(...bandOf(stops[i - 1] ?? from, stop)).length > 0);
}

/** Where boxes were that are no more, and where those are that were not. */
function changedBoxes(before: ReadonlyMap<string, Box>, after: ReadonlyMap<string, Box>): readonly Box[] {
  const changed: Box[] = [];
  for (const [name, box] of after) {
    const old = before.get(name);
    if (old && sameBox(old, box)) continue;
    changed.push(box);
    if (old) changed.push(old);
  }
  for (const [name, box] of before) if (!after.has(name)) changed.push(box);
  return changed;
}

function sameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function samePoint(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function sameWay(a: readonly Point[], b: readonly Point[]): boolean {
  return (
    a.length === b.length &&
    a.every((point, i) => {
      const other = b[i];
      return other !== undefined && samePoint(point, other);
    })
  );
}
