import type { EditResult } from '../document/edits.ts';
import { buildGraph, type Graph, type GraphNode } from '../document/graph.ts';
import type { Problem } from '../document/problem.ts';
import type { NetloomDocument } from '../document/schema.ts';
import { sameValue, UNKNOWN_VALUE } from '../document/value.ts';
import { mayMakeMasks, withMasks } from './masks.ts';
import { type Feed, inferNode, type NodeInference } from './node-inference.ts';
import { ReplacedMap } from './replaced-map.ts';

export type { DataFormat, NodeInference } from './node-inference.ts';

/** All that is known of a network: shapes, weights, problems. Immutable. */
export interface Inference {
  readonly graph: Graph;
  /** In topological order. */
  readonly nodes: ReadonlyMap<string, NodeInference>;
  /** Problems of the network as a whole (loops, broken wires, tied weights, no input). Those of nodes stand with the nodes. */
  readonly networkProblems: readonly Problem[];
}

/** Infers a document from scratch. Never throws for a document that passed the schema. */
export function inferDocument(document: NetloomDocument): Inference {
  return inferGraph(withMasks(buildGraph(document)));
}

/** Infers a flat network from scratch. */
export function inferGraph(graph: Graph): Inference {
  const nodes = new Map<string, NodeInference>();
  for (const node of graph.nodes.values()) nodes.set(node.name, inferIn(graph, nodes, node, undefined));
  return { graph, nodes, networkProblems: networkProblems(graph, nodes) };
}

/**
 * Infers after an edit: only what the change can reach, stopping where values come out unchanged.
 *
 * @param previous the inference of the document before
 * @param edit the edit with its patches
 * @returns the new inference; nodes that did not change keep their objects, and an edit that moves nodes or wires or
 *   renames the document gives back `previous` itself
 */
export function updateInference(previous: Inference, edit: EditResult): Inference {
  const changed = parameterChanges(previous, edit);
  if (changed === null) return rebuild(previous, edit.document);
  if (changed.size === 0) return previous;
  const graph = { ...previous.graph, nodes: ReplacedMap.of(previous.graph.nodes, changed) };
  return propagateInPlace(previous, graph, new Set(changed.keys()));
}

/** What stays the same while only parameters change: one for each wiring, made when first needed. */
interface Wiring {
  readonly order: readonly string[];
  readonly position: ReadonlyMap<string, number>;
  /** Whether a node uses another one's weights. */
  readonly isTied: boolean;
}

const wirings = new WeakMap<Graph['consumers'], Wiring>();

function wiringOf(graph: Graph): Wiring {
  let wiring = wirings.get(graph.consumers);
  if (!wiring) {
    const order = [...graph.nodes.keys()];
    wiring = {
      order,
      position: new Map(order.map((name, i) => [name, i])),
      isTied: [...graph.nodes.values()].some(node => node.weightsOf !== null),
    };
    wirings.set(graph.consumers, wiring);
  }
  return wiring;
}

/** Re-infers the dirty nodes and what follows from them where the wiring is as before; touches no other node. */
function propagateInPlace(previous: Inference, graph: Graph, dirty: Set<string>): Inference {
  const { order, position, isTied } = wiringOf(graph);
  const changed = new Map<string, NodeInference>();
  const known = { get: (name: string) => changed.get(name) ?? previous.nodes.get(name) };
  let first = order.length;
  for (const name of dirty) first = Math.min(first, position.get(name) ?? first);
  let pending = dirty.size;
  for (let i = first; pending > 0 && i < order.length; i++) {
    const name = order[i] ?? '';
    const node = dirty.has(name) ? graph.nodes.get(name) : undefined;
    if (!node) continue;
    pending -= 1;
    const before = previous.nodes.get(name);
    const after = inferIn(graph, known, node, before);
    changed.set(name, after);
    if (!before || !sameOutputs(before, after)) pending += spread(graph, name, dirty);
  }
  const nodes = ReplacedMap.of(previous.nodes, changed);
  // Parameters change neither the wires nor the types: without shared weights the network's own problems stay.
  return { graph, nodes, networkProblems: isTied ? networkProblems(graph, nodes) : previous.networkProblems };
}

/** Marks the consumers of a node as dirty; tells how many were not yet. */
function spread(graph: Graph, name: string, dirty: Set<string>): number {
  const before = dirty.size;
  for (const consumer of graph.consumers.get(name) ?? []) dirty.add(consumer);
  return dirty.size - before;
}

/** The nodes of which an edit changed parameters only; null when it changed the structure. */
function parameterChanges(previous: Inference, edit: EditResult): Map<string, GraphNode> | null {
  const changed = new Map<string, GraphNode>();
  for (const patch of edit.patches) {
    const [root, name, field] = patch.path;
    if (
      root === 'positions' ||
      root === 'name' ||
      root === 'frames' ||
      root === 'notes' ||
      root === 'training' ||
      root === 'description' ||
      (root === 'blocks' && field === 'positions') ||
      isWayOfWire(patch.path)
    )
      continue;
    if (root !== 'nodes' || field !== 'parameters' || typeof name !== 'string') return null;
    const before = previous.graph.nodes.get(name);
    const after = edit.document.nodes[name];
    if (!before?.isTopLevel || !after) return null;
    // Parameters decide which masks there are and how far they go.
    if (previous.graph.masks || mayMakeMasks(before.type)) return null;
    changed.set(name, { ...before, parameters: after.parameters ?? {} });
  }
  return changed;
}

/** Whether a patch changes nothing but the points that a wire is led through: `edges, 3, via` or the same within a block. */
function isWayOfWire(path: EditResult['patches'][number]['path']): boolean {
  const [edges, , via] = path[0] === 'blocks' ? path.slice(2) : path;
  return edges === 'edges' && via === 'via';
}

/** After a change of structure: orders anew, keeps the results of nodes whose node and feeds are the same. */
function rebuild(previous: Inference, document: NetloomDocument): Inference {
  const graph = withMasks(buildGraph(document));
  const dirty = new Set<string>();
  for (const node of graph.nodes.values()) {
    const before = previous.graph.nodes.get(node.name);
    const wasLooped = previous.graph.looped.has(node.name);
    if (!before || !sameNode(before, node) || wasLooped !== graph.looped.has(node.name)) dirty.add(node.name);
  }
  return propagate(previous, graph, dirty);
}

function sameNode(a: GraphNode, b: GraphNode): boolean {
  return (
    a.type === b.type &&
    a.parameters === b.parameters &&
    a.weightsOf === b.weightsOf &&
    a.trainable === b.trainable &&
    a.isTopLevel === b.isTopLevel &&
    a.inputs.length === b.inputs.length &&
    a.maskOf?.join() === b.maskOf?.join() &&
    a.inputs.every((input, i) => input?.node === b.inputs[i]?.node && input?.port === b.inputs[i]?.port)
  );
}

/** Re-infers the dirty nodes and what follows from them in a network wired anew, in topological order. */
function propagate(previous: Inference, graph: Graph, dirty: Set<string>): Inference {
  const nodes = new Map<string, NodeInference>();
  for (const node of graph.nodes.values()) {
    const before = previous.nodes.get(node.name);
    if (before && !dirty.has(node.name)) {
      nodes.set(node.name, before);
      continue;
    }
    const after = inferIn(graph, nodes, node, before);
    nodes.set(node.name, after);
    if (!before || !sameOutputs(before, after)) spread(graph, node.name, dirty);
  }
  return { graph, nodes, networkProblems: networkProblems(graph, nodes) };
}

function sameOutputs(a: NodeInference, b: NodeInference): boolean {
  return (
    a.dataFormat === b.dataFormat &&
    a.outputs.length === b.outputs.length &&
    a.outputs.every((value, i) => {
      const other = b.outputs[i];
      return other !== undefined && sameValue(value, other);
    })
  );
}

/** Infers a node from what is known of those before it; `before` is what was known of itself. */
function inferIn(
  graph: Graph,
  nodes: { get(name: string): NodeInference | undefined },
  node: GraphNode,
  before: NodeInference | undefined,
): NodeInference {
  const feeds = node.inputs.map((input): Feed | null => {
    if (!input) return null;
    const producer = nodes.get(input.node);
    return {
      value: producer?.outputs[input.port] ?? UNKNOWN_VALUE,
      dataFormat: producer?.dataFormat ?? null,
    };
  });
  return inferNode(node, feeds, graph.looped.has(node.name), before);
}

/** Problems that concern several nodes at once. */
function networkProblems(graph: Graph, nodes: ReadonlyMap<string, NodeInference>): readonly Problem[] {
  const problems: Problem[] = graph.faults.map(fault => ({
    code: fault.code,
    severity: 'error',
    layer: fault.node,
    message: fault.message,
  }));
  if (graph.masks) problems.push(...graph.masks.problems);
  let hasInput = false;
  for (const node of nodes.values()) {
    if (node.layer?.traits.isInput) {
      hasInput = true;
      if (nodes.size > 1 && !graph.consumers.has(node.name))
        problems.push({
          code: 'input.unused',
          severity: 'warning',
          layer: node.name,
          message: `${node.name} feeds no layer. Draw a wire from it, or remove it.`,
          ...(node.node.isTopLevel
            ? { fix: { title: `Remove ${node.name}`, edits: [{ kind: 'removeNode', name: node.name }] } }
            : {}),
        });
    }
    if (node.node.weightsOf !== null) {
      const problem = tiedProblem(node, nodes.get(node.node.weightsOf));
      if (problem) problems.push(problem);
    }
  }
  if (!hasInput && nodes.size > 0 && !hasCarriedSource(nodes))
    problems.push({
      code: 'graph.no-input',
      severity: 'error',
      layer: null,
      message:
        'The network has no input layer, so no shape is known. Add an input layer and wire it to the first layer.',
    });
  return problems;
}

/** Whether an operator of an imported file makes its values from nothing, as a source of random numbers does. */
function hasCarriedSource(nodes: ReadonlyMap<string, NodeInference>): boolean {
  return [...nodes.values()].some(({ layer, node }) => layer?.traits.isCarried && node.inputs.length === 0);
}

function tiedProblem(node: NodeInference, owner: NodeInference | undefined): Problem | null {
  const say = (message: string): Problem => ({
    code: 'layer.weights-of',
    severity: 'error',
    layer: node.name,
    message,
  });
  if (!owner) return say(`${node.name} uses the weights of ${node.node.weightsOf}, which does not exist.`);
  if (owner.node.type !== node.node.type)
    return say(
      `${node.name} (${node.node.type}) uses the weights of ${owner.name} (${owner.node.type}); both must be of one type.`,
    );
  if (!owner.isBuilt || !node.isBuilt) return null;
  const text = (weights: NodeInference['weights']) =>
    weights.map(weight => `${weight.name} ${weight.shape.join('×')}`).join(', ');
  if (text(owner.weights) === text(node.weights)) return null;
  return say(
    `${node.name} needs weights ${text(node.weights)}, but ${owner.name}, whose weights it uses, has ${text(owner.weights)}; give both the same input channels and parameters.`,
  );
}

/** All problems of a network: those of the whole first, then by node in topological order. */
export function allProblems(inference: Inference): readonly Problem[] {
  return [...inference.networkProblems, ...[...inference.nodes.values()].flatMap(node => node.problems)];
}
