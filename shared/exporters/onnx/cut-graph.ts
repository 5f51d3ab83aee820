import type { Graph, GraphNode, OutputPort } from '../../document/graph.ts';
import type { Inference } from '../../inference/infer.ts';
import type { ActivationName } from '../../layers/arithmetic/activation-names.ts';

/** Activations that flatten differences: behind them a wrong network can look right. */
const FLATTENING: ReadonlySet<ActivationName> = new Set([
  'softmax',
  'sigmoid',
  'hard_sigmoid',
  'tanh',
  'softsign',
  'step',
]);

/**
 * The network without the final activation of each output where that flattens differences (softmax, sigmoid, ...): what an export
 * is compared on. An output that is an activation layer is replaced by the layer before it; a fused activation becomes linear.
 *
 * @param graph the flat network
 * @param inference its inference
 */
export function cutFinalActivations(graph: Graph, inference: Inference): Graph {
  const nodes = new Map<string, GraphNode>(graph.nodes);
  const outputs = graph.outputs.map(name => {
    const known = inference.nodes.get(name);
    const traits = known?.layer?.traits;
    const activation = known && traits?.activation?.(known.parameters);
    if (!known || !traits || !activation || !FLATTENING.has(activation)) return name;
    if (traits.isActivation) return layerBefore(known.node, inference) ?? name;
    const parameter = traits.activationParameter;
    if (parameter === undefined || (graph.consumers.get(name) ?? []).length > 0) return name;
    nodes.set(name, { ...known.node, parameters: { ...known.node.parameters, [parameter]: 'linear' } });
    return name;
  });
  return reduceTo({ ...graph, nodes, outputs: [...new Set(outputs)] });
}

/** Only first outputs of layers that compute something can stand in for the activation. */
function layerBefore(node: GraphNode, inference: Inference): string | null {
  const input: OutputPort | null | undefined = node.inputs[0];
  if (input?.port !== 0) return null;
  const isInput = inference.nodes.get(input.node)?.layer?.traits.isInput;
  return isInput ? null : input.node;
}

/** Drops the layers that no output needs any more. Inputs stay. */
function reduceTo(graph: Graph): Graph {
  const needed = new Set(graph.outputs);
  for (const node of [...graph.nodes.values()].reverse())
    if (needed.has(node.name)) for (const input of node.inputs) if (input) needed.add(input.node);
  const keep = (name: string) => needed.has(name) || graph.nodes.get(name)?.inputs.length === 0;
  return {
    ...graph,
    nodes: new Map([...graph.nodes].filter(([name]) => keep(name))),
    consumers: new Map(
      [...graph.consumers].filter(([name]) => keep(name)).map(([name, list]) => [name, list.filter(keep)]),
    ),
  };
}
