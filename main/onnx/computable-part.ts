import type { Graph } from '../../shared/document/graph.ts';
import { type Inference, inferGraph } from '../../shared/inference/infer.ts';

/** What an engine can compute of a network that carries operators of an imported file. */
export interface ComputablePart {
  /** The layers that need no carried operator, with outputs where they end; null where there are none. */
  readonly inference: Inference | null;
  /** The carried layers. */
  readonly carried: readonly string[];
  /** How many layers stand on or behind a carried one. */
  readonly left: number;
}

/**
 * Cuts a network before its carried operators.
 *
 * @param inference the network
 * @returns null where it carries none, so that all of it can be computed
 */
export function computablePart(inference: Inference): ComputablePart | null {
  const { graph } = inference;
  const carried = [...inference.nodes.values()].filter(node => node.layer?.traits.isCarried);
  if (carried.length === 0) return null;
  const computable = new Set<string>();
  for (const [name, node] of graph.nodes) {
    const isOwn = !inference.nodes.get(name)?.layer?.traits.isCarried;
    if (isOwn && node.inputs.every(input => input !== null && computable.has(input.node)))
      computable.add(name);
  }
  const outputs = [...computable].filter(name => {
    const known = inference.nodes.get(name);
    if (known?.layer?.traits.isInput || known?.outputs[0]?.dtype !== 'float32') return false;
    const consumers = graph.consumers.get(name) ?? [];
    return graph.outputs.includes(name) || consumers.some(consumer => !computable.has(consumer));
  });
  const names = carried.map(({ name }) => name);
  const left = graph.nodes.size - computable.size;
  return {
    inference: outputs.length > 0 ? inferGraph(restrict(graph, outputs)) : null,
    carried: names,
    left,
  };
}

/** The layers that the given ones need; inputs stay. */
function restrict(graph: Graph, outputs: readonly string[]): Graph {
  const needed = new Set(outputs);
  for (const node of [...graph.nodes.values()].reverse())
    if (needed.has(node.name)) for (const input of node.inputs) if (input) needed.add(input.node);
  const keep = (name: string) => needed.has(name);
  return {
    ...graph,
    outputs,
    nodes: new Map([...graph.nodes].filter(([name]) => keep(name))),
    consumers: new Map(
      [...graph.consumers].filter(([name]) => keep(name)).map(([name, list]) => [name, list.filter(keep)]),
    ),
  };
}
