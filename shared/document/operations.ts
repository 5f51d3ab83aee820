import { layerType } from '../layers/registry.ts';
import { type DocumentEdit, sameEdge } from './edits.ts';
import { blockName } from './graph.ts';
import type { Json } from './json.ts';
import {
  type DocumentEdge,
  type DocumentNode,
  type NetloomDocument,
  nodeNameSchema,
  type Point,
} from './schema.ts';
import { leadThrough, shifted } from './wire-points.ts';

/** How far a copy stands from its original, in canvas pixels: exact overlap would hide it. */
const COPY_OFFSET = 40;

/**
 * A name that no node has yet: `conv2d`, `conv2d_1`, `conv2d_2` ... as Keras counts.
 *
 * @param document the document
 * @param wish the wished name, or a layer type (made lower case with underscores as Keras does: Conv2D → conv2d)
 * @param taken further names in use
 */
export function freeName(
  document: NetloomDocument,
  wish: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const base = wish
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9_\-./]/g, '_')
    .replace(/^[^A-Za-z0-9_]+/, '')
    .toLowerCase();
  const stem = base || 'layer';
  const used = (name: string) => Object.hasOwn(document.nodes, name) || taken.has(name);
  if (!used(stem)) return stem;
  // A copy of conv_1 is conv_2, not conv_1_1.
  const root = /^(.+)_\d+$/.exec(stem)?.[1] ?? stem;
  for (let i = 1; ; i++) if (!used(`${root}_${i}`)) return `${root}_${i}`;
}

/** A sentence that says why a name cannot be used; null when it can. */
export function nameProblem(document: NetloomDocument, current: string, wish: string): string | null {
  if (wish === current) return null;
  const parsed = nodeNameSchema.safeParse(wish);
  if (!parsed.success)
    return wish === ''
      ? 'A layer needs a name.'
      : `${parsed.error.issues[0]?.message ?? 'The name is not valid'}; got "${wish}".`;
  return Object.hasOwn(document.nodes, wish) ? `There is already a layer named "${wish}".` : null;
}

/** How many wires a node takes: by its layer type, or by the ports of its block. */
export function inputLimit(document: NetloomDocument, name: string): number {
  const node = document.nodes[name];
  if (!node) return 0;
  const block = blockName(node.type);
  if (block !== null) return document.blocks?.[block]?.inputs.length ?? 0;
  return layerType(node.type)?.inputs.max ?? 1;
}

/** The first input port of a node without a wire; null when all that it has are taken. */
export function freeInputPort(document: NetloomDocument, name: string): number | null {
  const taken = new Set(document.edges.filter(edge => edge.to === name).map(edge => edge.toPort ?? 0));
  const limit = inputLimit(document, name);
  for (let port = 0; port < limit; port++) if (!taken.has(port)) return port;
  return null;
}

/** A wire in its stored form (port 0 is left out). */
export function edge(from: string, to: string, toPort = 0, fromPort = 0): DocumentEdge {
  return { from, ...(fromPort > 0 ? { fromPort } : {}), to, ...(toPort > 0 ? { toPort } : {}) };
}

/** Tells whether `target` can be reached from `start` along the wires: a wire from target back to start would be a loop. */
export function reaches(document: NetloomDocument, start: string, target: string): boolean {
  const next = new Map<string, string[]>();
  for (const { from, to } of document.edges) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Set([start]);
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (name === target) return true;
    for (const after of next.get(name) ?? []) {
      if (seen.has(after)) continue;
      seen.add(after);
      queue.push(after);
    }
  }
  return false;
}

/** The edits that draw a wire, or the sentence why it cannot be. */
export type ConnectPlan = { readonly edits: readonly DocumentEdit[] } | { readonly refusal: string };

/**
 * Plans a wire. A taken port gives up its old wire; loops are refused.
 *
 * @param document the document
 * @param wire the wished wire
 */
export function planConnect(document: NetloomDocument, wire: DocumentEdge): ConnectPlan {
  const port = wire.toPort ?? 0;
  if (wire.from === wire.to) return { refusal: `${wire.from} cannot feed itself.` };
  const limit = inputLimit(document, wire.to);
  if (limit === 0) return { refusal: `${wire.to} takes no wire: it is where the data come in.` };
  if (port >= limit) return { refusal: `${wire.to} takes ${limit} wire${limit === 1 ? '' : 's'}.` };
  if (reaches(document, wire.to, wire.from))
    return { refusal: `A wire from ${wire.from} to ${wire.to} would close a loop.` };
  if (document.edges.some(existing => sameEdge(existing, wire))) return { edits: [] };
  const old = document.edges.find(existing => existing.to === wire.to && (existing.toPort ?? 0) === port);
  return {
    edits: [...(old ? [{ kind: 'disconnect', edge: old } as const] : []), { kind: 'connect', edge: wire }],
  };
}

/**
 * Puts a node on a wire: the wire ends at its first input, its first output goes on to the wire's target.
 *
 * @param name a node that exists or that edits before these add
 * @param points what the two wires are led through
 */
export function insertOnEdge(
  wire: DocumentEdge,
  name: string,
  points: readonly [readonly Point[], readonly Point[]] = [[], []],
): readonly DocumentEdit[] {
  const [before, behind] = points;
  return [
    { kind: 'disconnect', edge: wire },
    { kind: 'connect', edge: leadThrough(edge(wire.from, name, 0, wire.fromPort ?? 0), before) },
    { kind: 'connect', edge: leadThrough(edge(name, wire.to, wire.toPort ?? 0), behind) },
  ];
}

/** Removes nodes with their wires. Ports of merging layers close up. */
export function removeNodes(document: NetloomDocument, names: readonly string[]): readonly DocumentEdit[] {
  const gone = new Set(names);
  return [...names.map(name => ({ kind: 'removeNode', name }) as const), ...closePorts(document, gone, [])];
}

/** Removes nodes and joins what fed their first input to what they fed. */
export function removeHealing(document: NetloomDocument, names: readonly string[]): readonly DocumentEdit[] {
  const gone = new Set(names);
  const source = (name: string): { node: string; port: number } | null => {
    const seen = new Set<string>();
    for (let current = name; !seen.has(current); ) {
      seen.add(current);
      const first = document.edges.find(wire => wire.to === current && (wire.toPort ?? 0) === 0);
      if (!first) return null;
      if (!gone.has(first.from)) return { node: first.from, port: first.fromPort ?? 0 };
      current = first.from;
    }
    return null;
  };
  const healed: DocumentEdge[] = [];
  for (const wire of document.edges) {
    if (!gone.has(wire.from) || gone.has(wire.to)) continue;
    const from = source(wire.from);
    if (from) healed.push(edge(from.node, wire.to, wire.toPort ?? 0, from.port));
  }
  return [
    ...names.map(name => ({ kind: 'removeNode', name }) as const),
    ...healed.map(wire => ({ kind: 'connect', edge: wire }) as const),
    ...closePorts(document, gone, healed),
  ];
}

/** Takes nodes out of the network without removing them: their wires to others go, and these are joined as {@link removeHealing} joins them. */
export function detachHealing(document: NetloomDocument, names: readonly string[]): readonly DocumentEdit[] {
  const taken = new Set(names);
  const leaving = document.edges.filter(wire => taken.has(wire.from) !== taken.has(wire.to));
  return [
    ...leaving.map(wire => ({ kind: 'disconnect', edge: wire }) as const),
    ...removeHealing(document, names).filter(edit => edit.kind !== 'removeNode'),
  ];
}

/** Moves the wires of merging layers down so that no port between them stays open after nodes are gone. */
function closePorts(
  document: NetloomDocument,
  gone: ReadonlySet<string>,
  healed: readonly DocumentEdge[],
): DocumentEdit[] {
  const touched = new Set(
    document.edges.filter(wire => gone.has(wire.from) && !gone.has(wire.to)).map(wire => wire.to),
  );
  const edits: DocumentEdit[] = [];
  for (const name of touched) {
    if (inputLimit(document, name) !== Number.POSITIVE_INFINITY) continue;
    const kept = [
      ...document.edges.filter(wire => wire.to === name && !gone.has(wire.from)),
      ...healed.filter(wire => wire.to === name),
    ];
    kept.sort((a, b) => (a.toPort ?? 0) - (b.toPort ?? 0));
    for (const [port, wire] of kept.entries()) {
      if ((wire.toPort ?? 0) === port) continue;
      edits.push(
        { kind: 'disconnect', edge: wire },
        { kind: 'connect', edge: leadThrough(edge(wire.from, name, port, wire.fromPort ?? 0), wire.via) },
      );
    }
  }
  return edits;
}

/** Nodes and the wires among them as plain data: what the clipboard holds. */
export interface Fragment {
  readonly format: 'netloom-fragment';
  readonly nodes: Readonly<Record<string, DocumentNode>>;
  readonly edges: readonly DocumentEdge[];
  /** Wires from nodes outside into the fragment, for pasting with inputs kept. */
  readonly incoming: readonly DocumentEdge[];
  readonly positions: Readonly<Record<string, Point>>;
}

/** Copies nodes as a fragment. */
export function copyFragment(document: NetloomDocument, names: readonly string[]): Fragment {
  const chosen = new Set(names.filter(name => Object.hasOwn(document.nodes, name)));
  const pick = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => chosen.has(name)));
  return {
    format: 'netloom-fragment',
    nodes: pick(document.nodes),
    edges: document.edges.filter(wire => chosen.has(wire.from) && chosen.has(wire.to)),
    incoming: document.edges.filter(wire => !chosen.has(wire.from) && chosen.has(wire.to)),
    positions: pick(document.positions),
  };
}

/** The edits that paste a fragment and the names its nodes get, in the fragment's order. */
export interface PastePlan {
  readonly edits: readonly DocumentEdit[];
  readonly names: readonly string[];
}

/**
 * Plans a paste as one step.
 *
 * @param document the document
 * @param fragment what was copied
 * @param at where the fragment's top-left corner goes; left out: beside the original
 * @param keepInputs also draws the wires that came from outside the fragment, where their sources exist
 */
export function planPaste(
  document: NetloomDocument,
  fragment: Fragment,
  at?: Point,
  keepInputs = false,
): PastePlan {
  const taken = new Set<string>();
  const renamed = new Map<string, string>();
  for (const name of Object.keys(fragment.nodes)) {
    const free = freeName(document, name, taken);
    taken.add(free);
    renamed.set(name, free);
  }
  const corners = Object.values(fragment.positions);
  const left = Math.min(...corners.map(([x]) => x));
  const top = Math.min(...corners.map(([, y]) => y));
  const [dx, dy] = at && corners.length > 0 ? [at[0] - left, at[1] - top] : [COPY_OFFSET, COPY_OFFSET];
  const edits: DocumentEdit[] = [];
  for (const [name, node] of Object.entries(fragment.nodes)) {
    const position = fragment.positions[name];
    const tied = node.weightsOf === undefined ? undefined : (renamed.get(node.weightsOf) ?? node.weightsOf);
    edits.push({
      kind: 'addNode',
      name: renamed.get(name) ?? name,
      node: tied === undefined ? node : { ...node, weightsOf: tied },
      ...(position ? { position: [position[0] + dx, position[1] + dy] as const } : {}),
    });
  }
  const inner = fragment.edges.map(wire =>
    leadThrough(
      { ...wire, from: renamed.get(wire.from) ?? wire.from, to: renamed.get(wire.to) ?? wire.to },
      shifted(wire.via ?? [], [dx, dy]),
    ),
  );
  const outer = keepInputs ? fragment.incoming.filter(wire => Object.hasOwn(document.nodes, wire.from)) : [];
  const incoming = outer.map(wire =>
    edge(wire.from, renamed.get(wire.to) ?? wire.to, wire.toPort ?? 0, wire.fromPort ?? 0),
  );
  for (const wire of [...inner, ...incoming]) edits.push({ kind: 'connect', edge: wire });
  return { edits, names: [...renamed.values()] };
}

/**
 * The edit that sets a parameter; a value equal to the default is not stored.
 *
 * @throws Error with a sentence when the type has no such parameter or refuses the value
 */
export function setParameter(
  document: NetloomDocument,
  name: string,
  parameter: string,
  value: Json,
): DocumentEdit {
  const node = document.nodes[name];
  if (!node) throw new Error(`There is no layer named "${name}".`);
  const layer = layerType(node.type);
  const declared = layer?.parameters[parameter];
  if (!layer || !declared)
    throw new Error(
      `${name} (${node.type}) has no parameter "${parameter}"; it has ${Object.keys(layer?.parameters ?? {}).join(', ') || 'none'}.`,
    );
  const parsed = declared.parse(value);
  if (!parsed.ok) throw new Error(`${parameter} of ${name} ${parsed.message}.`);
  const isDefault = JSON.stringify(parsed.value) === JSON.stringify(declared.default);
  return { kind: 'setParameter', name, parameter, value: isDefault ? undefined : value };
}
