import { NODE_WIDTH } from './geometry.ts';
import type { Lane } from './lanes.ts';

/** Free space beside a layer, half of what lies between two. */
export const BESIDE = 22;
/** Half of the room that a long wire takes. */
const HALF_WIRE = 4;
/** A branch whose straight wires would push it further away than this leaves them to find their own way. */
const WORTH_A_BEND = 2 * NODE_WIDTH;

/** The border of what has been placed, row by row. */
interface Outline {
  top: number;
  readonly left: number[];
  readonly right: number[];
}

/** Where the layers of a network stand from left to right. */
export interface LanePlaces {
  /** The middle of each lane, in pixels. */
  readonly middles: readonly number[];
  /** From where to where each row reaches, wires and free space included. */
  readonly outline: {
    readonly top: number;
    readonly left: readonly number[];
    readonly right: readonly number[];
  };
}

/**
 * Puts lanes side by side: each with all that hangs on it as close to its parent as their outlines allow.
 *
 * @param lanes each after its parent
 * @param rowOf the row of each layer
 */
export function placeLanes(lanes: readonly Lane[], rowOf: Int32Array): LanePlaces {
  const children = lanes.map((): number[] => []);
  for (const [i, { parent }] of lanes.entries()) if (parent !== null) children[parent]?.push(i);
  const offsets = new Array<number>(lanes.length).fill(0);
  const outlines: (Outline | undefined)[] = [];
  for (let i = lanes.length - 1; i >= 0; i--) {
    const lane = lanes[i];
    if (!lane) continue;
    const outline = ownOutline(lane, rowOf);
    const order = (children[i] ?? []).sort((a, b) => nearestFirst(lanes[a], lanes[b]) || a - b);
    for (const child of order) {
      const other = outlines[child];
      if (other) offsets[child] = attach(outline, other, lanes[child]?.side ?? 1);
      outlines[child] = undefined;
    }
    outlines[i] = outline;
  }
  const middles: number[] = [];
  for (const [i, { parent }] of lanes.entries())
    middles.push((offsets[i] ?? 0) + (parent === null ? 0 : (middles[parent] ?? 0)));
  return { middles, outline: outlines[0] ?? { top: 0, left: [], right: [] } };
}

/**
 * What joins earlier lies further inside, then what joins at a nearer port, then what leaves later. What never joins lies outside of
 * that, and long wires outermost, where they push no layer aside.
 */
function nearestFirst(a: Lane | undefined, b: Lane | undefined): number {
  if (!a || !b) return 0;
  if ((a.nodes.length === 0) !== (b.nodes.length === 0)) return b.nodes.length - a.nodes.length;
  if ((a.rank ?? 0) !== (b.rank ?? 0)) return (a.rank ?? 0) - (b.rank ?? 0);
  if (a.joins !== b.joins) return a.joins ? -1 : 1;
  if (!a.joins) return b.top - a.top;
  return a.bottom - b.bottom || a.reach - b.reach || b.top - a.top;
}

function ownOutline({ nodes, top, bottom }: Lane, rowOf: Int32Array): Outline {
  const length = Math.max(0, bottom - top + 1);
  const left = new Array<number>(length).fill(-HALF_WIRE);
  const right = new Array<number>(length).fill(HALF_WIRE);
  for (const node of nodes) {
    const at = (rowOf[node] ?? 0) - top;
    left[at] = -NODE_WIDTH / 2 - BESIDE;
    right[at] = NODE_WIDTH / 2 + BESIDE;
  }
  return { top, left, right };
}

/** Moves an outline to the side of another until they touch, and joins it to that one. Returns by how much it moved. */
function attach(to: Outline, added: Outline, side: -1 | 1): number {
  const needed = shiftBeside(to, added, side, false);
  const withoutWires = shiftBeside(to, added, side, true);
  const leavesWires = needed - withoutWires > WORTH_A_BEND;
  const shift = (leavesWires ? withoutWires : needed) * side;
  extend(to, added);
  for (const [i, left] of added.left.entries()) {
    if (leavesWires && isWire(added, i)) continue;
    const at = added.top + i - to.top;
    to.left[at] = Math.min(to.left[at] ?? Number.POSITIVE_INFINITY, left + shift);
    to.right[at] = Math.max(to.right[at] ?? Number.NEGATIVE_INFINITY, (added.right[i] ?? 0) + shift);
  }
  return shift;
}

/** How far an outline has to move to stand free beside another. */
function shiftBeside(to: Outline, added: Outline, side: -1 | 1, withoutWires: boolean): number {
  const [outer, inner] = side === 1 ? [to.right, added.left] : [to.left, added.right];
  let shift = 0;
  for (const [i, edge] of inner.entries()) {
    const border = outer[added.top + i - to.top];
    if (border === undefined || (withoutWires && isWire(added, i))) continue;
    shift = Math.max(shift, (border - edge) * side);
  }
  return shift;
}

/** Whether nothing but the lane's own wire passes a row. */
function isWire({ left, right }: Outline, i: number): boolean {
  return (right[i] ?? 0) - (left[i] ?? 0) <= 2 * HALF_WIRE;
}

/** Lets an outline begin and end where another does; rows of neither are as narrow as a wire. */
function extend(outline: Outline, other: Outline): void {
  if (other.left.length === 0) return;
  const before = outline.top - other.top;
  if (before > 0) {
    outline.left.unshift(...new Array<number>(before).fill(0));
    outline.right.unshift(...new Array<number>(before).fill(0));
    outline.top = other.top;
  }
  while (outline.top + outline.left.length < other.top + other.left.length) {
    outline.left.push(0);
    outline.right.push(0);
  }
}
