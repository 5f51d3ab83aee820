import type { Json } from './json.ts';
import type { Problem } from './problem.ts';
import type { DocumentBlock, DocumentEdge, DocumentNode, NetloomDocument } from './schema.ts';
import { compareNames, topologicalOrder } from './topological-order.ts';

export { compareNames };

/** An output port of a node. */
export interface OutputPort {
  readonly node: string;
  readonly port: number;
}

/** A layer of the flat network: blocks are opened, bypassed nodes are gone. */
export interface GraphNode {
  readonly name: string;
  readonly type: string;
  /** As stored: only what differs from the default. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** The node whose weights this one uses; null for its own. */
  readonly weightsOf: string | null;
  readonly trainable: boolean;
  /** Whether the document's own nodes hold it (false inside a block), so that an edit can name it. */
  readonly isTopLevel: boolean;
  /** What feeds each input port; null where a port below the highest wired one is open. */
  readonly inputs: readonly (OutputPort | null)[];
  /** The drawn input ports whose masks stand at the end of `inputs`, in order; absent where none does. */
  readonly maskOf?: readonly number[];
  /** Computes a mask that layers read: nobody drew it. */
  readonly isHidden?: boolean;
}

/**
 * The inputs of a node that were drawn: without the masks behind them.
 *
 * @param node a node of the flat network
 */
export function drawnInputs({ inputs, maskOf }: GraphNode): readonly (OutputPort | null)[] {
  return maskOf ? inputs.slice(0, inputs.length - maskOf.length) : inputs;
}

/**
 * The masks of a node's inputs by the ports they belong to; null where none is read.
 *
 * @param node a node of the flat network
 * @param read what is wanted of a mask's port
 */
export function masksByPort<T>(
  { inputs, maskOf }: GraphNode,
  read: (port: OutputPort | null) => T,
): readonly (T | undefined)[] | null {
  if (!maskOf) return null;
  const masks: (T | undefined)[] = [];
  for (const [i, port] of maskOf.entries())
    masks[port] = read(inputs[inputs.length - maskOf.length + i] ?? null);
  return masks;
}

/** A wiring fault found while flattening. */
export interface GraphFault {
  readonly code: 'graph.cycle' | 'graph.edge' | 'graph.block';
  readonly node: string | null;
  readonly message: string;
}

/** The flat network that inference, export and engines work on. */
export interface Graph {
  /** In topological order; nodes of a loop come last. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** The consumers of each node, in topological order of the consumer. */
  readonly consumers: ReadonlyMap<string, readonly string[]>;
  /** The network's outputs in order. */
  readonly outputs: readonly string[];
  /** Nodes that stand on a loop or behind one. */
  readonly looped: ReadonlySet<string>;
  readonly faults: readonly GraphFault[];
  /** What the document keeps of the ONNX file that it came from. */
  readonly onnx?: NetloomDocument['onnx'];
  /** What masks have to do with the network; absent where no layer makes one. */
  readonly masks?: GraphMasks;
}

/** The masks of a network. */
export interface GraphMasks {
  /** For each output of the network that has a mask: the node that computes it. */
  readonly ofOutputs: ReadonlyMap<string, string>;
  /** Masks that end, and layers that cannot work behind one. */
  readonly problems: readonly Problem[];
}

const BLOCK_PREFIX = 'block:';
const NO_PARAMETERS: Readonly<Record<string, Json>> = {};
const NO_FEEDS: readonly (OutputPort | null)[] = [];
/** Blocks within blocks: deeper is a mistake or an attack. */
const MAX_BLOCK_DEPTH = 32;
/** The largest flat network; a repeat within a repeat must not fill the memory. */
const MAX_NODES = 200_000;

interface Scope {
  readonly nodes: Readonly<Record<string, DocumentNode>>;
  readonly edges: readonly DocumentEdge[];
}

/**
 * Tells the name of the block a node stands for; null for a layer.
 *
 * @param type a node's type as stored
 */
export function blockName(type: string): string | null {
  return type.startsWith(BLOCK_PREFIX) ? type.slice(BLOCK_PREFIX.length) : null;
}

/**
 * Flattens a document: opens blocks (inner names like `stage2.3.conv1`), wires past bypassed nodes, and orders
 * topologically. Never throws: faults are listed and the rest of the network stays usable.
 *
 * @param document a valid document
 */
export function buildGraph(document: NetloomDocument): Graph {
  const flattener = new Flattener(document.blocks ?? {});
  const aliases = flattener.addScope({ nodes: document.nodes, edges: document.edges }, '', true, 0);
  const { nodes, faults } = flattener;
  const order = topologicalOrder(nodes);
  const sorted = inOrder(nodes, order.names);
  const consumers = consumersOf(sorted);
  for (const name of order.loop)
    faults.push({
      code: 'graph.cycle',
      node: name,
      message: `${name} stands on a loop of wires; remove one wire of the loop.`,
    });
  const outputs = document.outputs
    ? document.outputs.map(name => aliases(name, 0)?.node).filter(name => name !== undefined)
    : [...sorted.keys()].filter(name => !consumers.has(name));
  const onnx = document.onnx ? { onnx: document.onnx } : {};
  return { nodes: sorted, consumers, outputs, looped: order.looped, faults, ...onnx };
}

/** The nodes in the order of `names`: the map itself where it has that order already, as most documents do. */
function inOrder(
  nodes: ReadonlyMap<string, GraphNode>,
  names: readonly string[],
): ReadonlyMap<string, GraphNode> {
  let place = 0;
  for (const name of nodes.keys()) if (name === names[place]) place++;
  if (place === names.length) return nodes;
  const sorted = new Map<string, GraphNode>();
  for (const name of names) {
    const node = nodes.get(name);
    if (node) sorted.set(name, node);
  }
  return sorted;
}

/**
 * The consumers of each node, in topological order of the consumer.
 *
 * @param nodes in topological order
 */
export function consumersOf(nodes: ReadonlyMap<string, GraphNode>): ReadonlyMap<string, readonly string[]> {
  const consumers = new Map<string, string[]>();
  for (const node of nodes.values()) {
    for (const input of node.inputs) {
      if (!input) continue;
      const list = consumers.get(input.node);
      if (!list) consumers.set(input.node, [node.name]);
      else if (list[list.length - 1] !== node.name) list.push(node.name);
    }
  }
  return consumers;
}

/** Resolves an output port of a scope to the flat node that gives it; null when it leads nowhere. */
type PortResolver = (name: string, port: number) => OutputPort | null;

class Flattener {
  readonly nodes = new Map<string, GraphNode>();
  readonly faults: GraphFault[] = [];
  private readonly blocks: Readonly<Record<string, DocumentBlock>>;

  constructor(blocks: Readonly<Record<string, DocumentBlock>>) {
    this.blocks = blocks;
  }

  /** Adds a scope's nodes under a prefix; block inputs are given through `entry`. */
  addScope(
    scope: Scope,
    prefix: string,
    trainable: boolean,
    depth: number,
    entry: ReadonlyMap<string, OutputPort | null> = new Map(),
    weightsPrefix: string | null = null,
  ): PortResolver {
    const incoming = this.incomingEdges(scope, prefix);
    const resolved = new Map<string, OutputPort | null>();
    const inProgress = new Set<string>();
    const instances = new Map<string, PortResolver>();

    const resolve: PortResolver = (name, port) => {
      const outside = entry.get(name);
      if (outside !== undefined) return outside;
      const node = Object.hasOwn(scope.nodes, name) ? scope.nodes[name] : undefined;
      if (!node) return null;
      if (!node.bypass && blockName(node.type) === null) return { node: prefix + name, port };
      const key = `${name}:${port}`;
      const known = resolved.get(key);
      if (known !== undefined) return known;
      if (inProgress.has(key)) return null;
      inProgress.add(key);
      let result: OutputPort | null;
      if (node.bypass) {
        const first = incoming.get(name)?.[0];
        result = first ? resolve(first.from, first.fromPort ?? 0) : null;
      } else {
        let instance = instances.get(name);
        if (!instance) {
          instance = this.addBlock(name, node, prefix, trainable, depth, feedsOf(name), weightsPrefix);
          instances.set(name, instance);
        }
        result = instance(name, port);
      }
      inProgress.delete(key);
      resolved.set(key, result);
      return result;
    };

    const feedsOf = (name: string): readonly (OutputPort | null)[] => {
      const edges = incoming.get(name);
      if (!edges) return NO_FEEDS;
      const [first] = edges;
      if (edges.length === 1) return [first ? resolve(first.from, first.fromPort ?? 0) : null];
      // Unlike map, this meets the ports without a wire too, which are holes of the list.
      return Array.from(edges, edge => (edge ? resolve(edge.from, edge.fromPort ?? 0) : null));
    };

    for (const name of Object.keys(scope.nodes)) {
      const node = scope.nodes[name];
      if (!node || node.bypass || entry.has(name)) continue;
      if (blockName(node.type) !== null) {
        resolve(name, 0);
        continue;
      }
      const own = weightsPrefix === null ? null : weightsPrefix + name;
      const flatName = prefix + name;
      this.nodes.set(flatName, {
        name: flatName,
        type: node.type,
        parameters: node.parameters ?? NO_PARAMETERS,
        weightsOf: node.weightsOf ? (weightsPrefix ?? prefix) + node.weightsOf : own,
        trainable: trainable && node.trainable !== false,
        isTopLevel: prefix === '',
        inputs: feedsOf(name),
      });
    }
    return resolve;
  }

  private incomingEdges(scope: Scope, prefix: string): Map<string, (DocumentEdge | undefined)[]> {
    const incoming = new Map<string, (DocumentEdge | undefined)[]>();
    for (const edge of scope.edges) {
      const isFromKnown = Object.hasOwn(scope.nodes, edge.from);
      if (!isFromKnown || !Object.hasOwn(scope.nodes, edge.to)) {
        const broken = isFromKnown ? edge.to : edge.from;
        this.faults.push({
          code: 'graph.edge',
          node: null,
          message: `A wire runs from ${prefix}${edge.from} to ${prefix}${edge.to}, but there is no layer ${prefix}${broken}; remove the wire.`,
        });
        continue;
      }
      const list = incoming.get(edge.to);
      const port = edge.toPort ?? 0;
      if (!list) {
        const wires: (DocumentEdge | undefined)[] = port === 0 ? [edge] : [];
        wires[port] = edge;
        incoming.set(edge.to, wires);
        continue;
      }
      const rival = list[port];
      if (rival) {
        this.faults.push({
          code: 'graph.edge',
          node: prefix + edge.to,
          message: `Input ${port + 1} of ${prefix}${edge.to} has two wires, from ${rival.from} and ${edge.from}; keep one.`,
        });
        // The choice must not depend on the order in the file.
        const byName = compareNames(rival.from, edge.from) || (rival.fromPort ?? 0) - (edge.fromPort ?? 0);
        if (byName <= 0) continue;
      }
      list[port] = edge;
    }
    return incoming;
  }

  private addBlock(
    name: string,
    node: DocumentNode,
    prefix: string,
    trainable: boolean,
    depth: number,
    feeds: readonly (OutputPort | null)[],
    weightsPrefix: string | null,
  ): PortResolver {
    const block = this.blocks[blockName(node.type) ?? ''];
    if (!block || depth >= MAX_BLOCK_DEPTH || this.nodes.size > MAX_NODES) {
      const message = block
        ? `${prefix}${name} nests blocks deeper than ${MAX_BLOCK_DEPTH} levels or opens to more than ${MAX_NODES} layers.`
        : `${prefix}${name} uses the block "${blockName(node.type)}", which the document does not have.`;
      this.faults.push({ code: 'graph.block', node: prefix + name, message });
      return () => null;
    }
    const repeat = node.repeat ?? 1;
    // A block that uses another block's weights takes each layer's from the layer of the same inner name.
    const owner = node.weightsOf ?? (weightsPrefix === null ? null : name);
    const ownerPrefix = owner === null ? null : (weightsPrefix ?? prefix) + owner;
    let inputs = feeds;
    let resolver: PortResolver = () => null;
    for (let copy = 1; copy <= repeat; copy++) {
      const inner = repeat === 1 ? '.' : `.${copy}.`;
      const segment = name + inner;
      const entry = new Map(block.inputs.map((port, i) => [port, inputs[i] ?? null]));
      const first = repeat === 1 ? `${name}.` : `${name}.1.`;
      const sharedPrefix =
        node.shared && copy > 1
          ? ownerPrefix === null
            ? prefix + first
            : `${ownerPrefix}.1.`
          : ownerPrefix === null
            ? null
            : ownerPrefix + inner;
      const scope = this.addScope(
        block,
        prefix + segment,
        trainable && node.trainable !== false,
        depth + 1,
        entry,
        sharedPrefix,
      );
      resolver = (_, port) => {
        const output = block.outputs[port];
        return output === undefined ? null : scope(output, 0);
      };
      inputs = block.outputs.map(output => scope(output, 0));
    }
    return resolver;
  }
}
