import { allLayerTypes, layerType } from '../layers/registry.ts';
import type { DocumentEdit } from './edits.ts';
import { blockName } from './graph.ts';
import { edge, freeName, nameProblem, reaches } from './operations.ts';
import type { DocumentBlock, DocumentEdge, DocumentNode, NetloomDocument, Point } from './schema.ts';
import { leadThrough, shifted } from './wire-points.ts';

/** The edits of an operation on blocks and what is selected afterwards; or the sentence why it cannot be done. */
export type BlockPlan =
  | { readonly edits: readonly DocumentEdit[]; readonly names: readonly string[] }
  | { readonly refusal: string };

/** Distance of rows where nothing is known of places, in canvas pixels. */
const ROW = 124;

/**
 * Plans a block from layers that stand together: it takes their place, with an input for each value that came in from outside and an
 * output for each layer whose value goes out. Layers named `NAME.…` alike become the block NAME, so that their weights keep their names.
 *
 * @param document the document
 * @param names the layers
 * @param wish the block's name
 */
export function planMakeBlock(document: NetloomDocument, names: readonly string[], wish: string): BlockPlan {
  const chosen = new Set(names.filter(name => Object.hasOwn(document.nodes, name)));
  const refusal = makeRefusal(document, chosen);
  if (refusal !== null) return { refusal };
  const prefix = commonPrefix([...chosen]);
  const node = prefix ?? freeName(document, wish);
  const block = freeBlockName(document, node);
  const inner = (name: string) => (prefix === null ? name : name.slice(prefix.length + 1));
  const isInside = (name: string) => chosen.has(name);

  const places = placesOf(document, [...chosen]);
  const origin = places && cornerOf([...places.values()]);
  const taken = new Set([...chosen].map(inner));
  const ports: { readonly from: string; readonly fromPort: number; readonly name: string }[] = [];
  const edges: DocumentEdge[] = [];
  for (const wire of document.edges) {
    if (!isInside(wire.to)) continue;
    if (isInside(wire.from)) {
      edges.push(
        leadThrough(
          { ...wire, from: inner(wire.from), to: inner(wire.to) },
          origin ? shifted(wire.via ?? [], [-origin[0], ROW - origin[1]]) : [],
        ),
      );
      continue;
    }
    const fromPort = wire.fromPort ?? 0;
    let port = ports.find(each => each.from === wire.from && each.fromPort === fromPort);
    if (!port) {
      const name = freeName({ ...document, nodes: {} }, 'input', taken);
      taken.add(name);
      port = { from: wire.from, fromPort, name };
      ports.push(port);
    }
    edges.push(edge(port.name, inner(wire.to), wire.toPort ?? 0));
  }
  const outgoing = document.edges.filter(wire => isInside(wire.from) && !isInside(wire.to));
  const feeds = new Set(document.edges.map(wire => wire.from));
  const given = new Set<string>(document.outputs?.filter(isInside) ?? []);
  for (const { from } of outgoing) given.add(from);
  if (!document.outputs) for (const name of chosen) if (!feeds.has(name)) given.add(name);
  const outputs = [...given];

  const nodes: Record<string, DocumentNode> = {};
  const input = inputType();
  for (const { name } of ports) nodes[name] = { type: input };
  for (const name of chosen) {
    const own = document.nodes[name];
    if (own) nodes[inner(name)] = own.weightsOf ? { ...own, weightsOf: inner(own.weightsOf) } : own;
  }
  const content: DocumentBlock = {
    inputs: ports.map(port => port.name),
    outputs: outputs.map(inner),
    nodes,
    edges,
    ...(places
      ? {
          positions: innerPlaces(
            places,
            inner,
            ports.map(port => port.name),
          ),
        }
      : {}),
  };
  const middle: Point = places ? centre([...places.values()]) : [0, 0];
  const outer = document.outputs
    ? [{ kind: 'setOutputs', outputs: replaceOutputs(document.outputs, isInside, node) } as const]
    : [];
  return {
    names: [node],
    edits: [
      { kind: 'setBlock', name: block, content },
      ...[...chosen].map(name => ({ kind: 'removeNode', name }) as const),
      { kind: 'addNode', name: node, node: { type: `block:${block}` }, position: middle },
      ...ports.map(
        ({ from, fromPort }, port) => ({ kind: 'connect', edge: edge(from, node, port, fromPort) }) as const,
      ),
      ...outgoing.map(
        wire =>
          ({
            kind: 'connect',
            edge: edge(node, wire.to, wire.toPort ?? 0, outputs.indexOf(wire.from)),
          }) as const,
      ),
      ...outer,
    ],
  };
}

function makeRefusal(document: NetloomDocument, chosen: ReadonlySet<string>): string | null {
  if (chosen.size === 0) return 'Select the layers that are to become a block.';
  for (const name of chosen) {
    const node = document.nodes[name];
    if (layerType(node?.type ?? '')?.traits.isInput)
      return `${name} is where the data come in; it stays outside. Leave it out of the selection.`;
    if (node?.weightsOf && !chosen.has(node.weightsOf))
      return `${name} uses the weights of ${node.weightsOf}, which is not selected. Select both, or give ${name} its own weights.`;
  }
  for (const [name, { weightsOf }] of Object.entries(document.nodes))
    if (weightsOf && chosen.has(weightsOf) && !chosen.has(name))
      return `${name} uses the weights of ${weightsOf}, so it has to be selected too.`;
  for (const wire of document.edges) {
    if (!chosen.has(wire.from) || chosen.has(wire.to)) continue;
    if ((wire.fromPort ?? 0) > 0)
      return `Output ${(wire.fromPort ?? 0) + 1} of ${wire.from} goes to ${wire.to}; a block gives out first outputs only. Select ${wire.to} too.`;
    for (const name of chosen)
      if (reaches(document, wire.to, name))
        return `${wire.to} lies between the selected layers, so the block would feed itself. Select it too.`;
  }
  return null;
}

/**
 * Plans to put a block's layers in its place, under the names that they have in the summary (`stage2.3.conv1`), so that weights of runs
 * stay theirs. The block itself goes when nothing uses it any more.
 *
 * @param document the document
 * @param name a node that stands for a block
 */
export function planDissolve(document: NetloomDocument, name: string): BlockPlan {
  const node = document.nodes[name];
  const block = node && document.blocks?.[blockName(node.type) ?? ''];
  if (!node || !block) return { refusal: 'Select a block to dissolve it.' };
  if (node.weightsOf)
    return { refusal: `${name} uses the weights of the block ${node.weightsOf}; give it its own first.` };
  if (Object.values(document.nodes).some(({ weightsOf }) => weightsOf === name))
    return { refusal: `Another block uses the weights of ${name}; give it its own first.` };
  const repeat = node.repeat ?? 1;
  const [left, top] = document.positions[name] ?? [0, 0];
  const edits: DocumentEdit[] = [{ kind: 'removeNode', name }];
  const names: string[] = [];
  const incoming = document.edges.filter(wire => wire.to === name);
  let feeds = block.inputs.map((_, port) => incoming.find(wire => (wire.toPort ?? 0) === port) ?? null);
  const wires: DocumentEdge[] = [];
  let row = 0;
  for (let copy = 1; copy <= repeat; copy++) {
    const inner = (own: string) => (repeat === 1 ? `${name}.${own}` : `${name}.${copy}.${own}`);
    for (const [own, content] of Object.entries(block.nodes)) {
      if (block.inputs.includes(own)) continue;
      if (nameProblem(document, name, inner(own)) !== null)
        return { refusal: `There is already a layer named ${inner(own)}; rename it first.` };
      const owner = content.weightsOf
        ? inner(content.weightsOf)
        : node.shared && copy > 1
          ? `${name}.1.${own}`
          : null;
      const frozen = node.trainable === false ? { trainable: false as const } : {};
      const bypass = node.bypass ? { bypass: true as const } : {};
      edits.push({
        kind: 'addNode',
        name: inner(own),
        node: { ...content, ...(owner === null ? {} : { weightsOf: owner }), ...frozen, ...bypass },
        position: [left, top + row * ROW],
      });
      names.push(inner(own));
      row += 1;
    }
    for (const wire of block.edges) {
      const port = block.inputs.indexOf(wire.from);
      const feed = port < 0 ? null : feeds[port];
      // The layers get new places, so its points would lie anywhere.
      if (port < 0) wires.push(leadThrough({ ...wire, from: inner(wire.from), to: inner(wire.to) }));
      else if (feed) wires.push(edge(feed.from, inner(wire.to), wire.toPort ?? 0, feed.fromPort ?? 0));
    }
    feeds = block.outputs.map(own => ({ from: inner(own), to: name }));
  }
  for (const wire of document.edges) {
    if (wire.from !== name) continue;
    const feed = feeds[wire.fromPort ?? 0];
    if (feed) wires.push(edge(feed.from, wire.to, wire.toPort ?? 0));
  }
  edits.push(...wires.map(wire => ({ kind: 'connect', edge: wire }) as const));
  const first = feeds[0];
  if (document.outputs?.includes(name) && first)
    edits.push({
      kind: 'setOutputs',
      outputs: document.outputs.map(output => (output === name ? first.from : output)),
    });
  const type = node.type;
  const uses = [document, ...Object.values(document.blocks ?? {})].flatMap(({ nodes }) =>
    Object.values(nodes).filter(each => each.type === type),
  );
  if (uses.length === 1) edits.push({ kind: 'setBlock', name: blockName(type) ?? '', content: undefined });
  return { edits, names };
}

/** `stage2` of `stage2.conv1` and `stage2.norm`; null where the names have no such beginning in common. */
function commonPrefix(names: readonly string[]): string | null {
  const prefix = /^(.+?)\./.exec(names[0] ?? '')?.[1];
  return prefix !== undefined && names.every(name => name.startsWith(`${prefix}.`)) ? prefix : null;
}

function freeBlockName(document: NetloomDocument, wish: string): string {
  if (!Object.hasOwn(document.blocks ?? {}, wish)) return wish;
  for (let i = 2; ; i++) if (!Object.hasOwn(document.blocks ?? {}, `${wish}_${i}`)) return `${wish}_${i}`;
}

/** The layer type at which data come in, which is what a block's ports are. */
function inputType(): string {
  return allLayerTypes().find(layer => layer.traits.isInput)?.type ?? '';
}

function replaceOutputs(
  outputs: readonly string[],
  isInside: (name: string) => boolean,
  node: string,
): readonly string[] {
  return [...new Set(outputs.map(name => (isInside(name) ? node : name)))];
}

function placesOf(document: NetloomDocument, names: readonly string[]): ReadonlyMap<string, Point> | null {
  const places = new Map<string, Point>();
  for (const name of names) {
    const place = document.positions[name];
    if (!place) return null;
    places.set(name, place);
  }
  return places;
}

/** Where the layers stand among themselves, with the inputs in a row above. */
function innerPlaces(
  places: ReadonlyMap<string, Point>,
  inner: (name: string) => string,
  inputs: readonly string[],
): Record<string, Point> {
  const [left, top] = cornerOf([...places.values()]);
  const found: Record<string, Point> = {};
  for (const [i, name] of inputs.entries()) found[name] = [i * 236, 0];
  for (const [name, [x, y]] of places) found[inner(name)] = [x - left, y - top + ROW];
  return found;
}

/** The least x and the least y. */
function cornerOf(places: readonly Point[]): Point {
  return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
}

function centre(places: readonly Point[]): Point {
  const mean = (axis: 0 | 1) =>
    Math.round(places.reduce((sum, place) => sum + place[axis], 0) / places.length);
  return [mean(0), mean(1)];
}
