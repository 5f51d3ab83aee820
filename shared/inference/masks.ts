import { consumersOf, type Graph, type GraphNode, type OutputPort } from '../document/graph.ts';
import type { Problem } from '../document/problem.ts';
import type { LayerType, MaskRule } from '../layers/contract.ts';
import maskStep from '../layers/mask-step.ts';
import { parseParameters } from '../layers/parse-parameters.ts';
import { allLayerTypes, layerType } from '../layers/registry.ts';

/** A mask that is computed only where something reads it. */
interface Mask {
  /** The node that computes it. */
  readonly node: GraphNode;
  /** The masks that it is made of. */
  readonly from: readonly Mask[];
}

let makers: ReadonlySet<string> | null = null;

/** Whether a layer type may make masks. */
export function mayMakeMasks(type: string): boolean {
  makers ??= new Set(allLayerTypes().flatMap(layer => (layer.traits.makesMask ? [layer.type] : [])));
  return makers.has(type);
}

/**
 * Gives the masks of missing steps, which travel beside the values in Keras, wires of their own: the layers that read a mask
 * get it behind their inputs, computed by hidden nodes. A network in which nothing makes a mask is given back as it is.
 *
 * @param graph a flat network without masks
 */
export function withMasks(graph: Graph): Graph {
  let isPossible = false;
  for (const node of graph.nodes.values())
    if (mayMakeMasks(node.type)) {
      isPossible = true;
      break;
    }
  return isPossible ? new Lowering(graph).run() : graph;
}

class Lowering {
  private readonly graph: Graph;
  private readonly nodes = new Map<string, GraphNode>();
  private readonly masks = new Map<string, Mask | null>();
  private readonly problems: Problem[] = [];

  constructor(graph: Graph) {
    this.graph = graph;
  }

  run(): Graph {
    const { graph, nodes, problems } = this;
    for (const node of graph.nodes.values()) this.add(node);
    if ([...this.masks.values()].every(mask => mask === null)) return graph;
    const ofOutputs = new Map<string, string>();
    for (const output of graph.outputs) {
      const mask = this.masks.get(output);
      if (mask) ofOutputs.set(output, this.written(mask).node);
    }
    return { ...graph, nodes, consumers: consumersOf(nodes), masks: { ofOutputs, problems } };
  }

  private add(node: GraphNode): void {
    const layer = layerType(node.type);
    const inputs = node.inputs.map(input => (input ? (this.masks.get(input.node) ?? null) : null));
    const made = layer ? this.made(node, layer) : null;
    if (made || !layer || inputs.every(mask => mask === null)) {
      this.nodes.set(node.name, node);
      this.masks.set(node.name, made);
      return;
    }
    const rule = ruleOf(node, layer);
    if (rule === null) this.report(node, layer);
    else if (rule.refusal !== undefined)
      this.problems.push({
        code: 'mask.refused',
        severity: 'error',
        layer: node.name,
        message: `${node.name} ${rule.refusal}`,
      });
    this.nodes.set(node.name, rule?.isReader ? this.reader(node, inputs) : node);
    this.masks.set(node.name, rule ? this.passed(node, rule, inputs) : null);
  }

  /** Operators on whole tensors know no masks in Keras either; a layer says so when it loses one. */
  private report(node: GraphNode, { category, traits }: LayerType): void {
    if (traits.makesMask || category === 'tensor' || category === 'operator') return;
    this.problems.push({
      code: 'mask.ended',
      severity: 'warning',
      layer: node.name,
      message: `${node.name} (${node.type}) does not pass on the mask of missing steps that reaches it: the layers behind it take them for data, as in Keras. Put it before the layer that makes the mask, or turn the mask off, if that is not meant.`,
    });
  }

  private reader(node: GraphNode, masks: readonly (Mask | null)[]): GraphNode {
    const maskOf: number[] = [];
    const ports: OutputPort[] = [];
    for (const [port, mask] of masks.entries()) {
      if (!mask) continue;
      maskOf.push(port);
      ports.push(this.written(mask));
    }
    return { ...node, inputs: [...node.inputs, ...ports], maskOf };
  }

  private made(node: GraphNode, layer: LayerType): Mask | null {
    const making = layer.traits.makesMask?.(parseParameters(layer.parameters, node.parameters).values);
    const [input] = node.inputs;
    if (!making || !input) return null;
    const { value, isOverLastAxis } = making;
    const operation = isOverLastAxis ? 'any_not_equal' : 'not_equal';
    return { node: this.hidden(node, { operation, value }, [input]), from: [] };
  }

  private passed(node: GraphNode, { passes }: MaskRule, masks: readonly (Mask | null)[]): Mask | null {
    const [first = null] = masks;
    if (passes === null) return null;
    if (passes === 'first') return first;
    const from = masks.filter(mask => mask !== null);
    if (passes === 'any') {
      if (from.length < masks.length || from.length < 2) return from.length < masks.length ? null : first;
      return { node: this.hidden(node, { operation: 'or' }, []), from };
    }
    const masked = masks.flatMap((mask, port) => (mask ? [port] : []));
    const parameters = { operation: 'join', axis: passes.joinedAlong, masked };
    return { node: this.hidden(node, parameters, node.inputs), from };
  }

  private hidden(
    { name }: GraphNode,
    parameters: GraphNode['parameters'],
    inputs: GraphNode['inputs'],
  ): GraphNode {
    let free = `${name}/mask`;
    while (this.graph.nodes.has(free)) free += '_';
    return {
      name: free,
      type: maskStep.type,
      parameters,
      weightsOf: null,
      trainable: false,
      isTopLevel: false,
      inputs,
      isHidden: true,
    };
  }

  /** The port of a mask, whose nodes are added where they are not yet: what they read stands before. */
  private written({ node, from }: Mask): OutputPort {
    if (!this.nodes.has(node.name)) {
      const ports = from.map(mask => this.written(mask));
      this.nodes.set(node.name, { ...node, inputs: [...node.inputs, ...ports] });
    }
    return { node: node.name, port: 0 };
  }
}

function ruleOf(node: GraphNode, layer: LayerType): MaskRule | null {
  const { masks } = layer.traits;
  if (typeof masks !== 'function') return masks ?? null;
  return masks(parseParameters(layer.parameters, node.parameters).values);
}
