import type { Shape } from '../../document/value.ts';
import {
  isKerasConstant,
  isKerasList,
  isKerasSlice,
  isKerasTensor,
  type KerasTensor,
  type KerasValue,
} from '../../layers/keras-contract.ts';
import { KERAS_OPERATIONS } from '../../layers/keras-operations.generated.ts';
import type { KerasCall, KerasModel, KerasSource } from './keras-model.ts';
import { operationOrder } from './layer-order.ts';
import { nested } from './nested.ts';
import { serializedConfig } from './serialized.ts';

/** The largest finite number of float32; JSON has no infinity. */
const LARGEST = 3.4028234663852886e38;

/**
 * The config of a functional model as Keras 3 saves it (`config.json` of a .keras file, `model_config` of an .h5 file): layers in
 * Keras's order, each with its calls.
 *
 * @param model the network
 */
export function functionalConfig(model: KerasModel): Readonly<Record<string, unknown>> {
  const place = (tensor: KerasTensor) => [model.sources[tensor.source]?.name, tensor.node, tensor.port];
  return {
    name: model.name,
    trainable: true,
    layers: operationOrder(model).map(source => layerEntry(model, source)),
    input_layers: soleOrAll(model.inputs.map(place)),
    output_layers: soleOrAll(model.outputs.map(place)),
  };
}

/** A model of one input takes the tensor itself and no list. */
function soleOrAll<T>(places: readonly T[]): T | readonly T[] {
  const [first] = places;
  return places.length === 1 && first !== undefined ? first : places;
}

function layerEntry(model: KerasModel, source: KerasSource): Readonly<Record<string, unknown>> {
  const { name } = source;
  const inbound_nodes =
    source.kind === 'input' ? [] : source.calls.map(call => inboundNode(model, source, call));
  if (source.kind === 'operation') {
    const [module, className] = operation(source);
    const config = { name, ...settingsOf(source) };
    return {
      module: `keras.src.ops.${module}`,
      class_name: className,
      config,
      registered_name: className,
      name,
      inbound_nodes,
    };
  }
  if (source.carried) {
    const { module, registeredName } = source.carried;
    const config = { ...source.config, name };
    const told = { module, class_name: source.className, registered_name: registeredName };
    return {
      ...(module === null && registeredName === null ? whereFound(source) : told),
      config,
      name,
      inbound_nodes,
    };
  }
  const own =
    source.kind === 'input'
      ? { ...source.config, name }
      : { name, ...frozen(source), dtype: 'float32', ...serializedConfig(source.config) };
  return {
    module: 'keras.layers',
    class_name: source.className,
    config: own,
    registered_name: null,
    name,
    inbound_nodes,
  };
}

/** How a .keras file calls a class that came from an .h5 file, which tells no module. */
function whereFound({ className, config }: KerasSource): Readonly<Record<string, unknown>> {
  const [, own] = className.split('>');
  if (own !== undefined) return { module: null, class_name: own, registered_name: className };
  // A function has none of the settings that every layer has.
  const isLayer = 'trainable' in config || 'dtype' in config;
  const [module] = Object.values(KERAS_OPERATIONS).find(([, name]) => !isLayer && name === className) ?? [];
  return module === undefined
    ? { module: 'keras.layers', class_name: className, registered_name: null }
    : { module: `keras.src.ops.${module}`, class_name: className, registered_name: className };
}

/** Some of Keras's layers without weights do not take the argument. */
function frozen(source: KerasSource): Readonly<Record<string, unknown>> {
  return source.weights.length > 0 ? { trainable: source.trainable } : {};
}

function operation(source: KerasSource): readonly [string, string, readonly string[]] {
  const known = KERAS_OPERATIONS[source.className];
  if (!known) throw new Error(`keras.ops.${source.className} cannot stand in a saved model`);
  return known;
}

/** The arguments that the operation's constructor takes; the others belong to the call. */
function settingsOf(source: KerasSource): Record<string, unknown> {
  const [, , settings] = operation(source);
  const named = source.calls[0]?.named ?? {};
  return Object.fromEntries(
    Object.entries(named)
      .filter(([name]) => settings.includes(name))
      .map(([name, value]) => [name, finite(value)]),
  );
}

function inboundNode(model: KerasModel, source: KerasSource, call: KerasCall) {
  const settings = source.kind === 'operation' ? operation(source)[2] : [];
  const named = Object.entries(call.named).filter(([name]) => !settings.includes(name));
  return {
    args: call.positional.map(value => argument(model, value)),
    kwargs: Object.fromEntries(named.map(([name, value]) => [name, argument(model, value)])),
  };
}

function argument(model: KerasModel, value: KerasValue): unknown {
  if (isKerasList(value)) return value.map(entry => argument(model, entry));
  if (isKerasTensor(value)) return kerasTensor(model, value);
  if (isKerasSlice(value)) {
    const [start, stop, step] = value.slice;
    return { class_name: '__slice__', config: { start, stop, step } };
  }
  if (isKerasConstant(value))
    return {
      class_name: '__numpy__',
      config: { value: nested(value.constant, value.shape), dtype: value.dtype },
    };
  return finite(value);
}

function kerasTensor(model: KerasModel, { source, node, port }: KerasTensor): unknown {
  const output = model.sources[source]?.calls[node]?.outputs[port];
  return {
    class_name: '__keras_tensor__',
    config: {
      shape: extents(output?.shape ?? []),
      dtype: output?.dtype ?? 'float32',
      keras_history: [model.sources[source]?.name, node, port],
    },
  };
}

function extents(shape: Shape): readonly (number | null)[] {
  return shape.map(dim => (typeof dim === 'number' ? dim : null));
}

function finite(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? Math.sign(value) * LARGEST : value;
}
