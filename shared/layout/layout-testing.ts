import type { Point } from '../document/schema.ts';
import { countCrossings } from './crossings.ts';
import { NODE_HEIGHT, nodeBox, portOffset } from './geometry.ts';
import type { SampleNetwork } from './sample-networks.ts';
import { WireRouter } from './wire-router.ts';

/** For tests: how often the wires of a network cross where its layers stand so, each led as on the canvas. */
export function drawnCrossings({ edges }: SampleNetwork, positions: Readonly<Record<string, Point>>): number {
  const inputs = new Map<string, number>();
  for (const { to, toPort = 0 } of edges) inputs.set(to, Math.max(inputs.get(to) ?? 1, toPort + 1));
  const at = (name: string): Point => positions[name] ?? [0, 0];
  const ends = edges.map(({ from, to, toPort = 0 }, i) => {
    const start: Point = [at(from)[0] + portOffset(0, 1), at(from)[1] + NODE_HEIGHT];
    const end: Point = [at(to)[0] + portOffset(toPort, inputs.get(to) ?? 1), at(to)[1]];
    return [String(i), { from: start, to: end }] as const;
  });
  const boxes = new Map(Object.entries(positions).map(([name, place]) => [name, nodeBox(place)]));
  const ways = new WireRouter().route(boxes, new Map(ends));
  return countCrossings(edges.map(({ from, to }, i) => ({ from, to, way: ways.get(String(i)) ?? [] })));
}
