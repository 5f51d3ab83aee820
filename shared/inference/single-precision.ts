import type { GraphNode } from '../document/graph.ts';
import { isHalf } from '../layers/weight-store.ts';
import { type Inference, inferGraph } from './infer.ts';

/**
 * A network as engines, Keras and PyTorch compute it: in float32 wherever it is of half precision. Weights keep their names and extents;
 * a weight store gives those of half precision as float32, too.
 *
 * @param inference the network
 * @returns the very same where nothing is of half precision
 */
export function inSinglePrecision(inference: Inference): Inference {
  const isOfHalf = [...inference.nodes.values()].some(
    ({ outputs, layer }) => !layer?.traits.isCarried && outputs.some(({ dtype }) => isHalf(dtype)),
  );
  if (!isOfHalf) return inference;
  const { graph } = inference;
  const nodes = new Map([...graph.nodes].map(([name, node]) => [name, singleNode(node)]));
  return inferGraph({ ...graph, nodes });
}

/** Layers that choose an element type name it `dtype`. */
function singleNode(node: GraphNode): GraphNode {
  const { dtype } = node.parameters;
  if (dtype !== 'float16' && dtype !== 'bfloat16') return node;
  return { ...node, parameters: { ...node.parameters, dtype: 'float32' } };
}
