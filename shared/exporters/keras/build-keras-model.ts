import { drawnInputs } from '../../document/graph.ts';
import type { Shape, Value } from '../../document/value.ts';
import type { Inference, NodeInference } from '../../inference/infer.ts';
import {
  isKerasList,
  isKerasTensor,
  type KerasConstant,
  type KerasTensor,
  type KerasValue,
} from '../../layers/keras-contract.ts';
import { ExportError } from '../onnx/export-error.ts';
import type { KerasModel, KerasSource } from './keras-model.ts';
import { KerasNames } from './keras-names.ts';
import { withoutUnused } from './layer-order.ts';
import { KerasRefusal, type NewSource, NodeGraph } from './node-graph.ts';

/**
 * Writes a network as calls of Keras's layers and operations. Layers that no output needs are left out, as Keras does.
 *
 * @param name the model's name
 * @param inference the network; must be free of errors
 * @throws ExportError naming every layer that Keras cannot express
 */
export function buildKerasModel(name: string, inference: Inference): KerasModel {
  requireBuilt(inference);
  return new ModelBuilder(inference).build(name);
}

class ModelBuilder {
  private readonly inference: Inference;
  private readonly names = new KerasNames();
  /** The Keras name of each node, given before any other name is made. */
  private readonly nodeNames = new Map<string, string>();
  private readonly sources: KerasSource[] = [];
  readonly inputs: { tensor: KerasTensor; shape: Shape }[] = [];
  private readonly order: { source: number; node: number }[] = [];
  /** Sources with weights by the node that owns them. */
  private readonly byKey = new Map<string, number>();
  private readonly tensors = new Map<string, readonly KerasTensor[]>();
  /** Tensors that are no call's outcome bear numbers below 0: constants, ... */
  private readonly constants = new Map<number, KerasConstant>();
  /** ... and what cannot be said, with the reasons: none of it matters where no output needs it. */
  private readonly causes = new Map<number, readonly string[]>();
  private nextUnmade = -1;

  constructor(inference: Inference) {
    this.inference = inference;
  }

  build(name: string): KerasModel {
    const { graph, nodes } = this.inference;
    for (const node of nodes.keys()) this.nodeNames.set(node, this.names.unique(node));
    const needed = this.needed();
    // Inputs first: a layer without inputs is tied to one.
    for (const node of [...nodes.values()].sort((a, b) => rank(a) - rank(b))) {
      if (!needed.has(node.name) && !node.layer?.traits.isInput) continue;
      try {
        const tensors = this.addNode(node);
        this.tensors.set(node.name, tensors);
        const shape = node.outputs[0]?.shape ?? [];
        if (node.layer?.traits.isInput) this.inputs.push(...tensors.map(tensor => ({ tensor, shape })));
      } catch (error) {
        if (!(error instanceof KerasRefusal)) throw error;
        this.poison(node, error.message === '' ? [] : [`${node.name} (${node.node.type}) ${error.message}`]);
      }
    }
    const outputs = graph.outputs.flatMap(output => this.tensors.get(output)?.[0] ?? []);
    const fixed = graph.outputs.filter(name => this.constants.has(this.tensors.get(name)?.[0]?.source ?? 0));
    const refused = [
      ...new Set(outputs.flatMap(tensor => this.causes.get(tensor.source) ?? [])),
      ...fixed.map(name => `${name} is an output that does not depend on any input`),
    ];
    if (refused.length > 0)
      throw new ExportError(
        'export.layer',
        `Keras cannot express ${refused.length === 1 ? 'this layer' : 'these layers'}: ${refused.join('; ')}. Replace ${refused.length === 1 ? 'it' : 'them'}, or export as ONNX.`,
      );
    const { sources, order } = this;
    const inputs = this.inputs.map(({ tensor }) => tensor);
    return withoutUnused({ name: new KerasNames().unique(name), sources, order, inputs, outputs });
  }

  /** Marks a node's outputs as unsaid for its own reason and those of its inputs. */
  private poison(node: NodeInference, own: readonly string[]): void {
    const inherited = drawnInputs(node.node).flatMap(input => {
      const tensor = input ? this.tensors.get(input.node)?.[input.port] : undefined;
      return (tensor && this.causes.get(tensor.source)) ?? [];
    });
    const source = this.nextUnmade--;
    // Once each: behind every residual sum the list would double.
    this.causes.set(source, [...new Set([...inherited, ...own])]);
    this.tensors.set(
      node.name,
      node.outputs.map((_, port) => ({ source, node: 0, port })),
    );
  }

  /** An output whose elements are known before the network runs. */
  private addConstant({ constant = [], shape, dtype }: Value): KerasTensor {
    const source = this.nextUnmade--;
    this.constants.set(source, { constant, shape: (shape ?? []).map(Number), dtype });
    return { source, node: 0, port: 0 };
  }

  /** The argument with constants in place of the tensors that stand for them; refuses what cannot be said. */
  private said(value: KerasValue): KerasValue {
    if (isKerasList(value)) return value.map(entry => this.said(entry));
    if (!isKerasTensor(value)) return value;
    if (this.causes.has(value.source)) throw new KerasRefusal('');
    return this.constants.get(value.source) ?? value;
  }

  /** The nodes that an output depends on. */
  private needed(): ReadonlySet<string> {
    const { graph } = this.inference;
    const needed = new Set<string>();
    const pending = [...graph.outputs];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (needed.has(name)) continue;
      needed.add(name);
      const node = graph.nodes.get(name);
      // Keras finds the masks by itself.
      for (const input of node ? drawnInputs(node) : []) if (input) pending.push(input.node);
    }
    return needed;
  }

  private addNode(node: NodeInference): readonly KerasTensor[] {
    const { layer } = node;
    if (!layer) throw new KerasRefusal('is of a type that this version does not know');
    const [value] = node.outputs;
    if (layer.traits.isInput)
      return this.add(
        {
          kind: 'input',
          className: layer.type,
          name: node.name,
          config: layer.kerasConfig?.(node.context()) ?? {},
          trainable: true,
          holdsOthers: false,
          weights: [],
          call: {
            positional: [],
            named: {},
            outputs: [{ shape: value?.shape ?? [], dtype: value?.dtype ?? 'float32' }],
            node: node.name,
          },
        },
        null,
      );
    if (layer.weights && !node.isBuilt)
      throw new KerasRefusal(
        'has an input of unknown shape, so that its weights are not known; tell the outputs of the layer before it',
      );
    if (node.outputs.every(output => output.constant))
      return node.outputs.map(output => this.addConstant(output));
    const tensors = drawnInputs(node.node).flatMap(input => {
      const tensor = input ? this.tensors.get(input.node)?.[input.port] : undefined;
      return tensor ? [tensor] : [];
    });
    const graph = new NodeGraph(node, this);
    const first = this.sources.length;
    const outputs = layer.keras ? layer.keras({ ...node.context(), tensors }, graph) : graph.own({}, tensors);
    this.nameOutput(node.name, outputs, first);
    return outputs;
  }

  /** Gives the node's own name to what makes its output, unless something of it bears the name already. */
  private nameOutput(node: string, outputs: readonly KerasTensor[], first: number): void {
    const name = this.nodeNames.get(node) ?? node;
    const made = this.sources.slice(first);
    const last = outputs[0] && outputs[0].source >= first ? this.sources[outputs[0].source] : undefined;
    if (last && last.weights.length === 0 && !made.some(source => source.name === name)) last.name = name;
  }

  /** Adds a source or, where its key is known, a further call of it. */
  add({ call: given, ...source }: NewSource, key: string | null): readonly KerasTensor[] {
    const named = Object.entries(given.named).map(([name, value]) => [name, this.said(value)] as const);
    const call = {
      ...given,
      positional: given.positional.map(value => this.said(value)),
      named: Object.fromEntries(named),
    };
    const known = key === null ? undefined : this.byKey.get(key);
    const index = known ?? this.sources.length;
    const existing = known === undefined ? undefined : this.sources[known];
    if (existing) {
      requireSame(existing, source);
      existing.calls.push(call);
    } else {
      const own = this.nodeNames.get(source.name);
      const isFree = own !== undefined && !this.sources.some(other => other.name === own);
      const name = isFree ? own : this.names.unique(source.name);
      this.sources.push({ ...source, name, calls: [call] });
      if (key !== null) this.byKey.set(key, index);
    }
    const node = (this.sources[index]?.calls.length ?? 1) - 1;
    this.order.push({ source: index, node });
    return call.outputs.map((_, port) => ({ source: index, node, port }));
  }
}

const rank = ({ layer }: NodeInference) => (layer?.traits.isInput ? 0 : 1);

/** Keras shares weights by calling the very same layer again. */
function requireSame(existing: KerasSource, source: Omit<KerasSource, 'calls'>): void {
  const names = new Set([...Object.keys(existing.config), ...Object.keys(source.config)]);
  for (const name of names) {
    const [before, now] = [existing.config[name], source.config[name]].map(value => JSON.stringify(value));
    if (before !== now || existing.className !== source.className)
      throw new KerasRefusal(
        `uses the weights of ${existing.name} with another ${name} (${now} and ${before}); Keras shares weights only by calling the same layer again`,
      );
  }
}

function requireBuilt(inference: Inference): void {
  const problems = [
    ...inference.networkProblems,
    ...[...inference.nodes.values()].flatMap(node => node.problems),
  ];
  const error = problems.find(problem => problem.severity === 'error');
  if (error) throw new ExportError('export.network', `The network has errors; first: ${error.message}`);
  if (inference.graph.outputs.length === 0)
    throw new ExportError(
      'export.network',
      'The network has no layers. Add an input layer and what follows it.',
    );
}
