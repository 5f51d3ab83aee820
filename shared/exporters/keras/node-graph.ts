import type { Dim, DType, Shape } from '../../document/value.ts';
import type { NodeInference } from '../../inference/node-inference.ts';
import type { WeightDescription } from '../../layers/contract.ts';
import { KERAS_CLASSES } from '../../layers/keras-classes.generated.ts';
import type {
  KerasCallOptions,
  KerasEntry,
  KerasGraph,
  KerasHeldWeight,
  KerasTensor,
  KerasValue,
} from '../../layers/keras-contract.ts';
import { KERAS_OPERATIONS } from '../../layers/keras-operations.generated.ts';
import { weightName } from '../../layers/weight-store.ts';
import type { KerasSource, KerasWeight } from './keras-model.ts';
import { snakeCase } from './keras-names.ts';

/** A layer that Keras cannot express; the message continues "NAME (TYPE) ...". */
export class KerasRefusal extends Error {}

/** Where the calls of all nodes are collected. */
export interface KerasCollector {
  /** Adds a source with its first call, or a further call of the source known by `key`; answers the call's outputs. */
  add(source: NewSource, key: string | null): readonly KerasTensor[];
  /** The network's inputs. */
  readonly inputs: readonly { readonly tensor: KerasTensor; readonly shape: Shape }[];
}

/** A source with the one call that made it. */
export type NewSource = Omit<KerasSource, 'calls'> & { readonly call: KerasSource['calls'][number] };

/** The Keras calls of one node. */
export class NodeGraph implements KerasGraph {
  private readonly node: NodeInference;
  private readonly collector: KerasCollector;
  /** How many sources with weights this node has so far: what ties them to those of the node whose weights are used. */
  private weighted = 0;

  constructor(node: NodeInference, collector: KerasCollector) {
    this.node = node;
    this.collector = collector;
  }

  private get owner(): string {
    return this.node.node.weightsOf ?? this.node.name;
  }

  own(
    config: Readonly<Record<string, unknown>>,
    inputs: readonly KerasTensor[],
    options: KerasCallOptions = {},
  ): readonly KerasTensor[] {
    const { layer, parameters } = this.node;
    if (!layer || !(layer.type in KERAS_CLASSES)) return this.refuse('is not a layer of Keras');
    const written = { ...parameters, ...layer.kerasConfig?.(this.node.context()), ...config };
    const outputs = options.outputs ?? this.node.outputs.length;
    const known = { ...written, ...this.withoutStep(written) };
    const accepted = this.acceptedBy(layer.type, known);
    const tensors = this.call(layer.type, accepted, inputs, this.node.weights, { ...options, outputs });
    const [first] = tensors;
    if (!first || !this.endsInStep()) return tensors;
    return [
      this.op('cast', [this.op('greater_equal', [first, 0], {}, { dtype: 'bool' })], { dtype: 'float32' }),
    ];
  }

  carried({
    className,
    module,
    registeredName,
    config,
    positional,
    named,
  }: KerasEntry): readonly KerasTensor[] {
    const { node } = this;
    const source = {
      kind: 'layer',
      className,
      name: this.owner,
      config,
      trainable: node.node.trainable,
      carried: { module, registeredName },
      holdsOthers: false,
      weights: this.keptIn(node.weights),
    } as const;
    const outputs = this.outputsOf({ outputs: node.outputs.length });
    return this.collector.add(
      { ...source, call: { positional, named, outputs, node: node.name } },
      `${this.owner}#${this.weighted++}`,
    );
  }

  layer(
    className: string,
    config: Readonly<Record<string, unknown>>,
    inputs: readonly KerasTensor[],
    weights: readonly (string | KerasHeldWeight)[] = [],
    options: KerasCallOptions = {},
  ): KerasTensor {
    const held = weights.map(wanted => {
      const { name, ...shaped } = typeof wanted === 'string' ? { name: wanted } : wanted;
      const found = this.node.weights.find(weight => weight.name === name);
      if (!found) throw new Error(`${this.node.name} has no weight ${name}`);
      return { ...found, ...shaped };
    });
    return only(this.call(className, config, inputs, held, options));
  }

  op(
    name: string,
    positional: readonly KerasValue[],
    named: Readonly<Record<string, KerasValue>> = {},
    options: KerasCallOptions = {},
  ): KerasTensor {
    return only(this.ops(name, positional, named, options));
  }

  ops(
    name: string,
    positional: readonly KerasValue[],
    named: Readonly<Record<string, KerasValue>>,
    options: KerasCallOptions,
  ): readonly KerasTensor[] {
    if (!(name in KERAS_OPERATIONS)) throw new Error(`keras.ops.${name} cannot stand in a saved model`);
    const source = {
      kind: 'operation',
      className: name,
      name: `${this.node.name}_${name}`,
      config: {},
      trainable: true,
      weights: [],
      holdsOthers: false,
    } as const;
    return this.collector.add(
      { ...source, call: { positional, named, outputs: this.outputsOf(options), ...this.place(options) } },
      null,
    );
  }

  input(batch?: Dim): { readonly tensor: KerasTensor; readonly shape: Shape } | null {
    return this.collector.inputs.find(({ shape }) => batch === undefined || shape[0] === batch) ?? null;
  }

  refuse(reason: string): never {
    throw new KerasRefusal(reason);
  }

  private call(
    className: string,
    config: Readonly<Record<string, unknown>>,
    inputs: readonly KerasTensor[],
    weights: readonly WeightDescription[],
    options: KerasCallOptions,
  ): readonly KerasTensor[] {
    const isSpread = options.separate === true || inputs.length === 1;
    const holdsAll = weights.length > 0 && weights.length === this.node.weights.length;
    const base = weights.length > 0 ? this.owner : this.node.name;
    const isOwnClass = className === this.node.layer?.type;
    const isOwn = isOwnClass || holdsAll;
    const key = weights.length > 0 ? `${this.owner}#${this.weighted++}` : null;
    const source = {
      kind: 'layer',
      className,
      name: isOwn ? base : `${base}_${snakeCase(className)}`,
      config,
      // Another class may train what does not learn here.
      trainable:
        this.node.node.trainable &&
        (isOwnClass || weights.length === 0 || weights.some(one => one.trainable)),
      weights: this.keptIn(weights),
      holdsOthers: !isOwnClass,
    } as const;
    const call = {
      positional: isSpread ? inputs : [inputs],
      named: options.named ?? {},
      outputs: this.outputsOf(options),
      ...this.place(options),
    };
    return this.collector.add({ ...source, call }, key);
  }

  private place({ comment }: KerasCallOptions) {
    return { node: this.node.name, ...(comment === undefined ? {} : { comment }) };
  }

  private outputsOf({ shape, dtype, outputs = 1 }: KerasCallOptions): { shape: Shape; dtype: DType }[] {
    return Array.from({ length: outputs }, (_, i) => {
      const value = this.node.outputs[i];
      return { shape: shape ?? value?.shape ?? [], dtype: dtype ?? value?.dtype ?? 'float32' };
    });
  }

  /** Weights with the sublayers that Keras keeps them in, trainable ones first. */
  private keptIn(weights: readonly WeightDescription[]): readonly KerasWeight[] {
    const { layer, parameters } = this.node;
    const places = layer?.kerasSublayers?.(parameters) ?? {};
    const kept = weights.map(({ name, shape, dtype = 'float32', trainable }): KerasWeight => {
      const slash = name.lastIndexOf('/');
      const prefix = slash < 0 ? '' : name.slice(0, slash);
      return {
        store: weightName(this.owner, name),
        sublayer: places[prefix] ?? prefix,
        name: name.slice(slash + 1),
        shape,
        dtype,
        trainable,
        isListedTwice: layer?.kerasListedTwice?.includes(name) === true,
      };
    });
    return [...kept.filter(weight => weight.trainable), ...kept.filter(weight => !weight.trainable)];
  }

  /** The entries that Keras's class takes; others must have their neutral value. */
  private acceptedBy(className: string, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const taken = new Set((KERAS_CLASSES[className] ?? []).map(([name]) => name));
    const schema = this.node.layer?.parameters ?? {};
    const accepted: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(config)) {
      if (value === undefined) continue;
      if (taken.has(name)) accepted[name] = value;
      else if (JSON.stringify(value) !== JSON.stringify(schema[name]?.default))
        this.refuse(`sets ${name}, which Keras's ${className} does not have`);
    }
    return accepted;
  }

  private endsInStep(): boolean {
    const { layer, parameters } = this.node;
    return layer?.traits.activation?.(parameters) === 'step';
  }

  /** Keras has no threshold unit: the layer is written linear and an operation follows. */
  private withoutStep(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const schema = this.node.layer?.parameters ?? {};
    const steps = Object.keys(schema).filter(
      name => schema[name]?.kind === 'activation' && config[name] === 'step',
    );
    if (steps.some(name => name !== this.node.layer?.traits.activationParameter) || steps.length > 1)
      this.refuse('uses the step activation inside, which Keras does not have');
    return Object.fromEntries(steps.map(name => [name, 'linear']));
  }
}

function only(tensors: readonly KerasTensor[]): KerasTensor {
  const [tensor] = tensors;
  if (!tensor) throw new Error('a call without an output');
  return tensor;
}
