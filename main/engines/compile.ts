import { isDeepStrictEqual } from 'node:util';
import type * as tensorflow from '@tensorflow/tfjs';
import type { Graph, GraphNode } from '../../shared/document/graph.ts';
import type { DType } from '../../shared/document/value.ts';
import { kerasLayerConfig } from '../../shared/exporters/keras/layer-config.ts';
import type { Inference, NodeInference } from '../../shared/inference/infer.ts';
import type { ActivationName } from '../../shared/layers/arithmetic/activation-names.ts';
import type { Regularizer } from '../../shared/layers/arithmetic/regularizers.ts';
import type { WeightDescription } from '../../shared/layers/contract.ts';
import { FORWARDS } from '../../shared/layers/forwards.generated.ts';
import type { Tf } from '../../shared/layers/tfjs-contract.ts';
import { weightName } from '../../shared/layers/weight-store.ts';
import { EngineError } from './engine.ts';
import {
  type CallState,
  type OwnLayer,
  type OwnLayerSpec,
  ownLayerClass,
  tfWeightOrder,
  toTfShape,
} from './own-layer.ts';
import { stockLayer } from './stock-layer.ts';

type Layer = tensorflow.layers.Layer;
type Symbolic = tensorflow.SymbolicTensor;

/** A weight in the engine. */
export interface CompiledWeight {
  readonly description: WeightDescription;
  readonly variable: tensorflow.LayerVariable;
  /** Whether it learns: trainable by its kind and its node not frozen. */
  readonly learns: boolean;
}

/** A network output and the same before its final softmax or sigmoid. */
export interface CompiledOutput {
  readonly node: string;
  readonly tensor: Symbolic;
  readonly beforeActivation: Symbolic;
  /** The activation that was left out of `beforeActivation`; null where it is the output itself. */
  readonly activation: 'softmax' | 'sigmoid' | null;
  /** Where the output counts, one axis less; null for everywhere. */
  readonly mask: Symbolic | null;
}

/** A network as a tfjs model. */
export interface CompiledModel {
  readonly inputs: readonly { readonly node: string; readonly tensor: Symbolic }[];
  readonly outputs: readonly CompiledOutput[];
  /** The outputs of every node. */
  readonly tensors: ReadonlyMap<string, readonly Symbolic[]>;
  /** By full name, in topological order. */
  readonly weights: ReadonlyMap<string, CompiledWeight>;
  /** Outputs of layers on which training puts a penalty. */
  readonly penalties: readonly { readonly tensor: Symbolic; readonly penalty: Regularizer }[];
}

/**
 * Compiles a network for tfjs: types with an own forward become own layers, the others tfjs's stock class with all of our
 * parameters written out. A node that uses another one's weights is a further call of that layer. Weights begin as zeros.
 *
 * @param tf the engine
 * @param graph the flat network
 * @param inference what is known of it
 * @param state where own layers ask for random numbers
 * @throws EngineError when the network has errors, no inputs or no outputs
 */
export function compileModel(tf: Tf, graph: Graph, inference: Inference, state: CallState): CompiledModel {
  requireBuilt(graph, inference);
  return new Compiler(tf, inference, state).compile(graph);
}

function requireBuilt(graph: Graph, inference: Inference): void {
  const problems = [
    ...inference.networkProblems,
    ...[...inference.nodes.values()].flatMap(node => node.problems),
  ];
  const error = problems.find(problem => problem.severity === 'error');
  if (error) throw new EngineError('engine.network', `The network has errors; first: ${error.message}`);
  if (graph.outputs.length === 0)
    throw new EngineError(
      'engine.network',
      'The network has no layers. Add an input layer and what follows it.',
    );
}

class Compiler {
  private readonly tf: Tf;
  private readonly inference: Inference;
  private readonly state: CallState;
  private readonly Own: new (
    spec: OwnLayerSpec,
  ) => OwnLayer;
  private readonly layers = new Map<string, Layer>();
  private readonly tensors = new Map<string, readonly Symbolic[]>();
  private readonly weights = new Map<string, CompiledWeight>();
  private readonly inputs: { node: string; tensor: Symbolic }[] = [];

  constructor(tf: Tf, inference: Inference, state: CallState) {
    this.tf = tf;
    this.inference = inference;
    this.state = state;
    this.Own = ownLayerClass(tf);
  }

  compile(graph: Graph): CompiledModel {
    for (const node of graph.nodes.values()) if (this.isInput(node.name)) this.addInput(node);
    for (const node of graph.nodes.values()) if (!this.isInput(node.name)) this.addNode(node);
    const outputs = graph.outputs.map(name => this.output(graph, name));
    const penalties = [...graph.nodes.keys()].flatMap(name => this.penalty(name));
    const { inputs, tensors, weights } = this;
    return { inputs, outputs, tensors, weights, penalties };
  }

  private penalty(name: string): CompiledModel['penalties'] {
    const { layer, parameters } = this.known(name);
    const penalty = layer?.traits.outputPenalty?.(parameters) ?? null;
    const [tensor] = this.tensors.get(name) ?? [];
    return penalty && tensor ? [{ tensor, penalty }] : [];
  }

  private known(name: string): NodeInference {
    const node = this.inference.nodes.get(name);
    if (!node) throw new EngineError('engine.network', `There is no layer named "${name}".`);
    return node;
  }

  private isInput(name: string): boolean {
    return this.known(name).layer?.traits.isInput ?? false;
  }

  private addInput(node: GraphNode): void {
    const [value] = this.known(node.name).outputs;
    const [, ...shape] = toTfShape(value?.shape ?? null);
    const tensor = this.tf.input({
      shape,
      name: tfName(node.name),
      dtype: engineType(value?.dtype ?? 'float32', node.name),
    });
    this.inputs.push({ node: node.name, tensor });
    this.tensors.set(node.name, [tensor]);
  }

  private addNode(node: GraphNode): void {
    const feeds = this.feeds(node);
    const owner = node.weightsOf ?? node.name;
    const layer = this.layerOf(owner);
    this.tensors.set(node.name, symbolicList(this.calledBy(node, layer).apply(feeds)));
    if (node.weightsOf === null || !this.isRegistered(owner)) this.register(owner, layer, this.known(owner));
  }

  /** The layer that computes a node: the owner of its weights, or one of the node's own settings upon the same weights. */
  private calledBy(node: GraphNode, owner: Layer): Layer {
    if (node.weightsOf === null) return owner;
    const [known, other] = [this.known(node.name), this.known(node.weightsOf)];
    if (isDeepStrictEqual(known.parameters, other.parameters)) return owner;
    const spec = this.ownSpec(known, tfName(node.name));
    if (!this.isRegistered(node.weightsOf))
      throw new EngineError(
        'engine.network',
        `${node.name} uses the weights of ${node.weightsOf}, which comes later and has other settings. Let ${node.name} own the weights and ${node.weightsOf} use them.`,
      );
    return new this.Own({ ...spec, owner: owner as OwnLayer });
  }

  private feeds(node: GraphNode): Symbolic | Symbolic[] {
    const list = node.inputs.flatMap(input => {
      const tensor = input ? this.tensors.get(input.node)?.[input.port] : undefined;
      return tensor ? [tensor] : [];
    });
    for (const [port, tensor] of list.entries())
      if (list.indexOf(tensor) < port) list[port] = this.copied(tensor, `${node.name}/${port}`);
    // tfjs calls no layer without an input: one that has none is hung on the first input and does not look at it.
    const [first] = list.length > 0 ? list : this.inputs.map(input => input.tensor);
    if (list.length === 0 && first) return first;
    return list.length === 1 && first ? first : list;
  }

  /**
   * A tensor that stands on a second port of the same layer, as a tensor of its own: tfjs counts the readers of a tensor by layers and
   * the readings by ports, so that it would throw the tensor away before a later layer has read it (tfjs-layers, executor.ts).
   */
  private copied(tensor: Symbolic, name: string): Symbolic {
    const dims = tensor.shape.slice(1).map((_, axis) => axis + 1);
    const copy = this.tf.layers.permute({ dims, name: tfName(name) });
    return symbolicList(copy.apply(tensor))[0] ?? tensor;
  }

  private isRegistered(name: string): boolean {
    return this.known(name).weights.every(weight => this.weights.has(weightName(name, weight.name)));
  }

  private register(name: string, layer: Layer, node: NodeInference): void {
    const listed = layer.weights;
    const order = tfWeightOrder(node.weights);
    for (const [i, description] of order.entries()) {
      const variable = (layer as Partial<OwnLayer>).variables?.get(description.name) ?? listed[i];
      if (!variable || !sameExtents(variable.shape, description.shape))
        throw new EngineError(
          'engine.network',
          `The engine built ${weightName(name, description.name)} with the shape ${JSON.stringify(variable?.shape)}; ${JSON.stringify(description.shape)} was expected.`,
        );
      this.weights.set(weightName(name, description.name), {
        description,
        variable,
        learns: description.trainable && node.node.trainable,
      });
    }
  }

  private layerOf(name: string): Layer {
    const before = this.layers.get(name);
    if (before) return before;
    const node = this.known(name);
    if (node.layer?.traits.isCarried)
      throw new EngineError(
        'engine.network',
        `${name} is carried from the file of another program and cannot be computed here. Replace it by layers to run or train the network.`,
      );
    const config = kerasLayerConfig(node);
    const forward = FORWARDS.get(config.class_name);
    const layer = forward
      ? new this.Own(this.ownSpec(node, tfName(name)))
      : stockLayer(this.tf, config.class_name, { ...config.config, name: tfName(name) });
    this.layers.set(name, layer);
    return layer;
  }

  private ownSpec(node: NodeInference, tfLayerName: string): OwnLayerSpec {
    const forward = node.layer ? FORWARDS.get(node.layer.type) : undefined;
    if (!node.layer || !forward)
      throw new EngineError('engine.network', `The engine cannot compute ${node.name}.`);
    return {
      node: node.name,
      tfName: tfLayerName,
      type: node.layer,
      parameters: node.parameters,
      inputs: node.inputs,
      maskOf: node.node.maskOf ?? [],
      outputs: node.outputs,
      forward,
      trainable: node.node.trainable,
      state: this.state,
    };
  }

  private output(graph: Graph, name: string): CompiledOutput {
    const node = this.known(name);
    const tensor = this.tensors.get(name)?.[0];
    const feed = graph.nodes.get(name);
    if (!tensor || !feed) throw new EngineError('engine.network', `The output ${name} was not built.`);
    const activation = finalActivation(node.layer?.traits.activation?.(node.parameters) ?? null);
    const mask = this.tensors.get(graph.masks?.ofOutputs.get(name) ?? '')?.[0] ?? null;
    const plain = { node: name, tensor, beforeActivation: tensor, activation: null, mask };
    if (activation === null || !node.layer) return plain;
    const inputs = this.feeds(feed);
    if (node.layer.traits.isActivation && !Array.isArray(inputs))
      return overLastAxis(node) ? { ...plain, beforeActivation: inputs, activation } : plain;
    const parameter = node.layer.traits.activationParameter;
    const original = this.layers.get(feed.weightsOf ?? name);
    if (parameter === undefined || !original || !FORWARDS.has(node.layer.type)) return plain;
    const spec = this.ownSpec(node, `${tfName(name)}/before_activation`);
    const parameters = { ...node.parameters, [parameter]: 'linear' };
    const twin = new this.Own({ ...spec, parameters, owner: original as OwnLayer });
    const [beforeActivation = tensor] = symbolicList(twin.apply(inputs));
    return { ...plain, beforeActivation, activation };
  }
}

/** The element types that engines compute with. */
function engineType(dtype: DType, name: string): 'float32' | 'int32' | 'bool' {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new EngineError(
    'engine.network',
    `${name} has elements of the type ${dtype}; engines compute with float32, int32 and bool. Change the input's dtype.`,
  );
}

function finalActivation(name: ActivationName | null): 'softmax' | 'sigmoid' | null {
  return name === 'softmax' || name === 'sigmoid' ? name : null;
}

/** The losses normalize over the last axis; a softmax over another one stays part of the network. */
function overLastAxis(node: NodeInference): boolean {
  const { axis } = node.parameters;
  const rank = node.outputs[0]?.shape?.length ?? 0;
  const list = Array.isArray(axis) ? axis : [axis ?? -1];
  return list.length === 1 && (list[0] === -1 || list[0] === rank - 1);
}

/** A layer that is applied to symbols answers symbols; tfjs's type does not say so. */
function symbolicList(value: ReturnType<Layer['apply']>): readonly Symbolic[] {
  return (Array.isArray(value) ? value : [value]) as Symbolic[];
}

function sameExtents(a: readonly (number | null)[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, i) => extent === b[i]);
}

/** tfjs's names may not begin with `_`. */
function tfName(name: string): string {
  return name.startsWith('_') ? `layer/${name}` : name;
}
