import type { Point } from '../../shared/document/schema.ts';
import { distanceToWay } from '../../shared/layout/wires.ts';
import { type DrawnWire, drawnWires, useCanvas } from './canvas-store.ts';

/** How near to a wire a layer must be dropped to go on it, in canvas pixels. */
const REACH = 26;

/**
 * The wire under a point of the canvas.
 *
 * @param point canvas pixels
 * @param except a node whose own wires do not count
 * @returns null when none is near
 */
export function wireAt(point: Point, except: string | null = null): (DrawnWire & { id: string }) | null {
  let found: (DrawnWire & { id: string }) | null = null;
  let least = REACH;
  for (const [id, wire] of drawnWires.current) {
    if (wire.edge.from === except || wire.edge.to === except) continue;
    const distance = distanceToWay(point, wire.way);
    if (distance >= least) continue;
    least = distance;
    found = { ...wire, id };
  }
  return found;
}

/** Marks the wire that a drop would go on; null for none. */
export function markDropWire(id: string | null): void {
  if (useCanvas.getState().dropWire !== id) useCanvas.setState({ dropWire: id });
}
