import type { EditResult } from '../document/edits.ts';
import { buildGraph, type Graph, type GraphNode } from '../document/graph.ts';
import type { Problem } from '../document/problem.ts';
import type { NetloomDocument } from '../document/schema.ts';
import { sameValue } from '../document/value.ts';
import { type Feed, inferNode, type NodeInference } from './node-inference.ts';

export type { NodeInference } from './node-inference.ts';

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
  return inferGraph(buildGraph(document));
}

/** Infers a flat network from scratch. */
export function inferGraph(graph: Graph): Inference {
  const nodes = new Map<string, NodeInference>();
  for (const node of graph.nodes.values()) nodes.set(node.name, inferIn(graph, nodes, node));
  return { graph, nodes, networkProblems: networkProblems(graph, nodes) };
}

/**
 * Infers after an edit: only what the change can reach, stopping where values come out unchanged.
 *
 * @param previous the inference of the document before
 * @param edit the edit with its patches
 * @returns the new inference; nodes that did not change keep their objects, and an edit that moves nodes or renames
 *   the document gives back `previous` itself
 */
export function updateInference(previous: Inference, edit: EditResult): Inference {
  const changed = parameterChanges(previous, edit);
  if (changed === null) return rebuild(previous, edit.document);
  if (changed.size === 0) return previous;
  const graphNodes = new Map(previous.graph.nodes);
  for (const node of changed.values()) graphNodes.set(node.name, node);
  const graph = { ...previous.graph, nodes: graphNodes };
  return propagate(previous, graph, new Set(changed.keys()));
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
      root === 'description'
    )
      continue;
    if (root !== 'nodes' || field !== 'parameters' || typeof name !== 'string') return null;
    const before = previous.graph.nodes.get(name);
    const after = edit.document.nodes[name];
    if (!before?.isTopLevel || !after) return null;
    changed.set(name, { ...before, parameters: after.parameters ?? {} });
  }
  return changed;
}

/** After a change of structure: orders anew, keeps the results of nodes whose node and feeds are the same. */
function rebuild(previous: Inference, document: NetloomDocument): Inference {
  const graph = buildGraph(document);
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
    a.inputs.every((input, i) => input?.node === b.inputs[i]?.node && input?.port === b.inputs[i]?.port)
  );
}

/** Re-infers the dirty nodes and what follows from them, in topological order. */
function propagate(previous: Inference, graph: Graph, dirty: Set<string>): Inference {
  const sameOrder = graph.nodes.size === previous.nodes.size && graph.consumers === previous.graph.consumers;
  const nodes: Map<string, NodeInference> = sameOrder ? new Map(previous.nodes) : new Map();
  let pending = dirty.size;
  for (const node of graph.nodes.values()) {
    const before = previous.nodes.get(node.name);
    if (!dirty.has(node.name)) {
      if (!sameOrder && before) nodes.set(node.name, before);
      if (sameOrder && pending === 0) break;
      continue;
    }
    pending -= 1;
    const after = inferIn(graph, nodes, node);
    nodes.set(node.name, after);
    if (before && sameOutputs(before, after)) continue;
    for (const consumer of graph.consumers.get(node.name) ?? []) {
      if (dirty.has(consumer)) continue;
      dirty.add(consumer);
      pending += 1;
    }
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

function inferIn(graph: Graph, nodes: ReadonlyMap<string, NodeInference>, node: GraphNode): NodeInference {
  const feeds = node.inputs.map((input): Feed | null => {
    const producer = input ? nodes.get(input.node) : undefined;
    const value = input ? producer?.outputs[input.port] : undefined;
    if (!producer || !input)
      return input === null ? null : { value: { dtype: 'float32', shape: null }, dataFormat: null };
    return { value: value ?? { dtype: 'float32', shape: null }, dataFormat: producer.dataFormat };
  });
  return inferNode(node, feeds, graph.looped.has(node.name));
}

/** Problems that concern several nodes at once. */
function networkProblems(graph: Graph, nodes: ReadonlyMap<string, NodeInference>): readonly Problem[] {
  const problems: Problem[] = graph.faults.map(fault => ({
    code: fault.code,
    severity: 'error',
    layer: fault.node,
    message: fault.message,
  }));
  let hasInput = false;
  for (const node of nodes.values()) {
    if (node.layer?.traits.isInput) hasInput = true;
    if (node.node.weightsOf !== null) {
      const problem = tiedProblem(node, nodes.get(node.node.weightsOf));
      if (problem) problems.push(problem);
    }
  }
  if (!hasInput && nodes.size > 0)
    problems.push({
      code: 'graph.no-input',
      severity: 'error',
      layer: null,
      message:
        'The network has no input layer, so no shape is known. Add an input layer and wire it to the first layer.',
    });
  return problems;
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
