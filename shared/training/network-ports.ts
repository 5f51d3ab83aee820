import type { NetworkPorts, Port } from '../contract/data.ts';
import type { Inference } from '../inference/infer.ts';
import type { NodeInference } from '../inference/node-inference.ts';

/** The inputs of a network in the order in which engines take them. */
export function networkInputs({ graph, nodes }: Inference): readonly NodeInference[] {
  return [...graph.nodes.keys()].flatMap(name => {
    const node = nodes.get(name);
    return node?.layer?.traits.isInput ? [node] : [];
  });
}

/** The outputs of a network in their order. */
export function networkOutputs({ graph, nodes }: Inference): readonly NodeInference[] {
  return graph.outputs.flatMap(name => nodes.get(name) ?? []);
}

/** What a network takes and gives per sample, by input and output. */
export function networkPorts(inference: Inference): NetworkPorts {
  return {
    inputs: networkInputs(inference).map(node => {
      const lookup = lookupOf(inference, node.name);
      return lookup ? { ...port(node), lookup } : port(node);
    }),
    outputs: networkOutputs(inference).map(port),
  };
}

/**
 * Where the numbers of an input are looked up in a table, as they are or after their places were changed.
 *
 * @param name of the input
 * @returns the layer with the fewest rows; null where none looks them up
 */
export function lookupOf({ graph, nodes }: Inference, name: string): NonNullable<Port['lookup']> | null {
  let smallest: Port['lookup'];
  const reached = [name];
  // A list that grows while it is walked.
  for (const from of reached)
    for (const layer of graph.consumers.get(from) ?? []) {
      const node = nodes.get(layer);
      const rows = node?.layer?.traits.tableRows?.(node.parameters) ?? null;
      if (rows !== null && rows < (smallest?.rows ?? Number.POSITIVE_INFINITY)) smallest = { layer, rows };
      if (node?.layer?.traits.isReshaping) reached.push(layer);
    }
  return smallest ?? null;
}

function port(node: NodeInference): Port {
  const shape = node.outputs[0]?.shape?.slice(1);
  const extents = shape?.map(extent => (typeof extent === 'number' ? extent : null)) ?? null;
  return { name: node.name, extents };
}

/** Something of data that serves an input or output of a network: of that name, or of any. */
export interface Serving {
  readonly name: string | null;
}

/**
 * The place of what serves an input or output of a network.
 *
 * @param name of the input or output
 * @param offered the inputs or targets of data
 * @returns -1 where nothing does
 */
export function servingIndex(name: string, offered: readonly Serving[]): number {
  return offered.findIndex(entry => entry.name === null || entry.name === name);
}
