import type { LayerRows } from './layer-rows.ts';
import type { LayoutGraph, Link } from './layout-graph.ts';

/** On which side of its parent a lane lies. */
export type Side = -1 | 1;

/** A vertical line of the drawing: layers one below the other, or a long wire (without layers). */
export interface Lane {
  /** Layers from top to bottom, by number. */
  readonly nodes: readonly number[];
  /** The lane beside which it lies, an earlier one; null for the main lane. */
  readonly parent: number | null;
  readonly side: Side;
  /** The rows that it takes, both included; the wires into its first and out of its last layer count. */
  readonly top: number;
  readonly bottom: number;
  /** Whether its lower end is wired to another lane; what never comes back lies outside. */
  readonly joins: boolean;
  /** How far the port at which it joins is from the port of the lane that it joins: nearer ones lie further inside. */
  readonly reach: number;
  /** Where it is to lie among the branches of its parent whatever the rest says: -1 innermost, 1 outermost. */
  readonly rank?: -1 | 0 | 1;
}

/** More long wires than this beside one lane take no further room: they share it. */
const MOST_WIRES = 48;

/**
 * Divides a network into lanes: the longest way from input to output is the main lane, each branch one beside it, each long wire one too.
 * Branches lie in the order of the ports at which they join, so that their wires do not cross; what joins earlier lies further inside.
 *
 * @param graph of one connected network
 * @param rows its rows
 * @returns lanes, each after its parent
 */
export function lanesOf(graph: LayoutGraph, rows: LayerRows): readonly Lane[] {
  return new LaneFinder(graph, rows).find();
}

class LaneFinder {
  private readonly lanes: Lane[] = [];
  /** The lane of each layer; -1 for none yet. */
  private readonly laneOf: Int32Array;
  /** Wires that lie in a lane of layers. */
  private readonly covered = new Set<Link>();
  private readonly graph: LayoutGraph;
  private readonly row: Int32Array;
  private readonly height: Int32Array;

  constructor(graph: LayoutGraph, { row, height }: LayerRows) {
    this.graph = graph;
    this.row = row;
    this.height = height;
    this.laneOf = new Int32Array(graph.names.length).fill(-1);
  }

  find(): readonly Lane[] {
    const { names, inputs } = this.graph;
    let main = 0;
    for (const i of names.keys())
      if (inputs[i]?.length === 0 && this.heightOf(i) > this.heightOf(main)) main = i;
    if (names.length > 0) this.addLane(main);
    for (const i of names.keys()) if (this.laneOf[i] === -1) this.addLane(i);
    this.addWires();
    return this.lanes;
  }

  /** Follows the longest way down through layers that have no lane yet. */
  private addLane(start: number): void {
    const nodes = [start];
    const number = this.lanes.length;
    this.laneOf[start] = number;
    for (let at: number | undefined = start; at !== undefined; ) {
      let best: Link | undefined;
      for (const link of this.graph.outputs[at] ?? [])
        if (this.laneOf[link.to] === -1 && (!best || this.heightOf(link.to) > this.heightOf(best.to)))
          best = link;
      at = best?.to;
      if (!best) break;
      this.covered.add(best);
      this.laneOf[best.to] = number;
      nodes.push(best.to);
    }
    const first = nodes[0] ?? start;
    const last = nodes[nodes.length - 1] ?? start;
    const fork = this.lowest(this.graph.inputs[first] ?? []);
    const join = this.highest(this.graph.outputs[last] ?? []);
    if (fork) this.covered.add(fork);
    if (join) this.covered.add(join);
    const top = fork ? this.rowOf(fork.from) + 1 : this.rowOf(first);
    const bottom = join ? this.rowOf(join.to) - 1 : this.rowOf(last);
    this.lanes.push({ nodes, top, bottom, joins: join !== undefined, ...this.beside(number, fork, join) });
  }

  /** Long wires that lie in no lane of layers: those of one source beside one lane share theirs. */
  private addWires(): void {
    const layerLanes = this.lanes.length;
    const wires = new Map<number, Link>();
    for (const list of this.graph.outputs)
      for (const link of list) {
        if (this.covered.has(link) || this.rowOf(link.to) - this.rowOf(link.from) < 2) continue;
        const lane = Math.min(this.lane(link.from), this.lane(link.to));
        const key = link.from * layerLanes + lane;
        const known = wires.get(key);
        if (!known || this.rowOf(link.to) > this.rowOf(known.to)) wires.set(key, link);
      }
    const besides = new Int32Array(layerLanes * 2);
    for (const wire of wires.values()) {
      const place = this.besideWire(wire);
      const slot = (place.parent ?? 0) * 2 + (place.side > 0 ? 1 : 0);
      besides[slot] = (besides[slot] ?? 0) + 1;
      if ((besides[slot] ?? 0) > MOST_WIRES) continue;
      const [top, bottom] = [this.rowOf(wire.from) + 1, this.rowOf(wire.to) - 1];
      this.lanes.push({ nodes: [], top, bottom, joins: true, ...place });
    }
  }

  /** A long wire lies beside that of its two lanes that came first, on the side of the other. */
  private besideWire(wire: Link): Pick<Lane, 'parent' | 'side' | 'reach'> {
    const [from, to] = [this.lane(wire.from), this.lane(wire.to)];
    const apart = wire.port - this.portOfLane(wire.to);
    const byPort = { parent: to, side: apart < 0 ? -1 : 1, reach: Math.abs(apart) } as const;
    if (from === to) return byPort;
    const parent = Math.min(from, to);
    return { parent, side: this.lanes[Math.max(from, to)]?.side ?? 1, reach: byPort.reach };
  }

  /** Where a lane lies that leaves others by one wire and joins others by another. */
  private beside(
    own: number,
    fork: Link | undefined,
    join: Link | undefined,
  ): Pick<Lane, 'parent' | 'side' | 'reach'> {
    if (own === 0) return { parent: null, side: 1, reach: 0 };
    if (!join) return { parent: fork ? this.lane(fork.from) : 0, side: 1, reach: 0 };
    const to = this.lane(join.to);
    const from = fork ? this.lane(fork.from) : to;
    const apart = join.port - this.portOfLane(join.to);
    const byPort = { parent: to, side: apart < 0 ? -1 : 1, reach: Math.abs(apart) } as const;
    if (from === to) return byPort;
    return from > to ? this.besideSource(from, join) : this.besideTarget(to, fork, byPort);
  }

  /** It leaves a side lane and joins what that one hangs on: inside of the side lane, if it joins earlier. */
  private besideSource(from: number, join: Link): Pick<Lane, 'parent' | 'side' | 'reach'> {
    const source = this.lanes[from];
    const end = this.highest(this.graph.outputs[source?.nodes[source.nodes.length - 1] ?? 0] ?? []);
    const inward: Side = source?.side === 1 ? -1 : 1;
    if (end && end.to === join.to) {
      const apart = join.port - end.port;
      return { parent: from, side: apart < 0 ? -1 : 1, reach: Math.abs(apart) };
    }
    const isInside = !end || this.rowOf(join.to) <= this.rowOf(end.to);
    return { parent: from, side: isInside ? inward : inward === 1 ? -1 : 1, reach: 0 };
  }

  /** It leaves the main lane and joins a side lane: inside of that one, if it leaves later. */
  private besideTarget(
    to: number,
    fork: Link | undefined,
    byPort: Pick<Lane, 'parent' | 'side' | 'reach'>,
  ): Pick<Lane, 'parent' | 'side' | 'reach'> {
    const target = this.lanes[to];
    const start = this.lowest(this.graph.inputs[target?.nodes[0] ?? 0] ?? []);
    if (!start || !fork || this.rowOf(fork.from) === this.rowOf(start.from)) return byPort;
    const inward: Side = target?.side === 1 ? -1 : 1;
    const isInside = this.rowOf(fork.from) > this.rowOf(start.from);
    return { parent: to, side: isInside ? inward : inward === 1 ? -1 : 1, reach: byPort.reach };
  }

  /** The port at which a layer is fed by its own lane; that of its lowest source for the first of a lane. */
  private portOfLane(node: number): number {
    const feeding = this.graph.inputs[node] ?? [];
    const own = feeding.find(link => this.covered.has(link) && this.laneOf[link.from] === this.laneOf[node]);
    return (own ?? this.lowest(feeding))?.port ?? 0;
  }

  /** Of wires from layers with a lane the one from the lowest row. */
  private lowest(links: readonly Link[]): Link | undefined {
    let best: Link | undefined;
    for (const link of links)
      if (this.laneOf[link.from] !== -1 && (!best || this.rowOf(link.from) > this.rowOf(best.from)))
        best = link;
    return best;
  }

  /** Of wires to layers with a lane the one to the highest row. */
  private highest(links: readonly Link[]): Link | undefined {
    let best: Link | undefined;
    for (const link of links)
      if (this.laneOf[link.to] !== -1 && (!best || this.rowOf(link.to) < this.rowOf(best.to))) best = link;
    return best;
  }

  private lane(node: number): number {
    return this.laneOf[node] ?? 0;
  }

  private rowOf(node: number): number {
    return this.row[node] ?? 0;
  }

  private heightOf(node: number): number {
    return this.height[node] ?? 0;
  }
}
