import { isKerasList, isKerasTensor } from '../../layers/keras-contract.ts';
import {
  TFJS_ACTIVATIONS,
  TFJS_CLASSES,
  TFJS_INITIALIZERS,
  type TfjsClass,
} from '../../layers/tfjs-classes.ts';
import { ExportError } from '../onnx/export-error.ts';
import {
  type KerasCall,
  type KerasModel,
  type KerasSource,
  type KerasWeight,
  tensorsIn,
} from './keras-model.ts';
import { operationOrder } from './layer-order.ts';
import { camelCase, type InnerLayerConfig, objectKind } from './serialized.ts';

/** A network as TensorFlow.js's layers format has it. */
export interface TfjsTopology {
  /** `modelTopology` of model.json. */
  readonly topology: Readonly<Record<string, unknown>>;
  /** The weights in order, each with the name that tfjs gives it. */
  readonly weights: readonly { readonly name: string; readonly weight: KerasWeight }[];
}

/** A layer that tfjs lacks or reads in another way. */
class TfjsRefusal extends Error {}

/**
 * Writes a Keras model for stock tfjs.
 *
 * @param model the network
 * @throws ExportError naming every layer that tfjs lacks or means in another way
 */
export function tfjsTopology(model: KerasModel): TfjsTopology {
  const refused: string[] = [];
  const weights: { name: string; weight: KerasWeight }[] = [];
  const layers = operationOrder(model).flatMap(source => {
    try {
      const entry = layerEntry(model, source);
      for (const weight of source.weights) weights.push({ name: weightPath(source, weight), weight });
      return [entry];
    } catch (error) {
      if (!(error instanceof TfjsRefusal)) throw error;
      refused.push(`${source.calls[0]?.node ?? source.name} ${error.message}`);
      return [];
    }
  });
  if (refused.length > 0)
    throw new ExportError(
      'export.layer',
      `TensorFlow.js cannot open this network: ${[...new Set(refused)].join('; ')}. Export it as ONNX or Keras, or replace ${refused.length === 1 ? 'the layer' : 'these layers'}.`,
    );
  const place = ({ source, node, port }: KerasModel['inputs'][number]) => [
    model.sources[source]?.name,
    node,
    port,
  ];
  const config = {
    name: model.name,
    layers,
    input_layers: model.inputs.map(place),
    output_layers: model.outputs.map(place),
  };
  return {
    topology: {
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
      model_config: { class_name: 'Functional', config },
    },
    weights,
  };
}

function layerEntry(model: KerasModel, source: KerasSource): Readonly<Record<string, unknown>> {
  const { name } = source;
  if (source.kind === 'operation')
    throw new TfjsRefusal(`needs the operation ${source.className}, for which tfjs has no layer`);
  if (source.kind === 'input') {
    const { batch_shape, dtype } = source.config;
    const config = { batch_input_shape: batch_shape, dtype, sparse: false, name };
    return { class_name: source.className, config, name, inbound_nodes: [] };
  }
  const [feed] = source.calls[0] ? tensorsIn(source.calls[0]) : [];
  const rank = feed
    ? (model.sources[feed.source]?.calls[feed.node]?.outputs[feed.port]?.shape.length ?? 0)
    : 0;
  const { className, config } = tfjsLayer(source.className, source.config, rank);
  return {
    class_name: className,
    config: { ...config, name, trainable: source.trainable },
    name,
    inbound_nodes: source.calls.map(call => inboundNode(model, call)),
  };
}

function tfjsLayer(className: string, config: Readonly<Record<string, unknown>>, rank: number) {
  const known = TFJS_CLASSES[className];
  if (!known) throw new TfjsRefusal(`is a ${className}, which tfjs does not have`);
  refuseOthers(className, known, config, rank);
  const kept = Object.entries(config).flatMap(([key, value]) =>
    known.takes.includes(key) && value !== undefined ? converted(className, key, value, rank) : [],
  );
  return {
    className: known.className ?? className,
    config: { ...Object.fromEntries(kept), ...known.convert?.(config, rank) },
  };
}

function refuseOthers(
  className: string,
  known: TfjsClass,
  config: Readonly<Record<string, unknown>>,
  rank: number,
): void {
  for (const [name, allowed] of Object.entries(known.only ?? {})) {
    const value = JSON.stringify(config[name]);
    if (!allowed.some(one => JSON.stringify(one) === value))
      throw new TfjsRefusal(`has ${name} ${value}, which tfjs's ${className} does not have`);
  }
  const [least, most] = known.ranks ?? [0, Number.POSITIVE_INFINITY];
  if (rank < least || rank > most)
    throw new TfjsRefusal(`works on ${rank} axes; tfjs's ${className} takes ${least} to ${most}`);
  const reason = known.refuses?.(config, rank);
  if (reason) throw new TfjsRefusal(reason);
}

/** An entry in tfjs's form; none where tfjs's own default must do (initializers: the weights come from the file). */
function converted(
  className: string,
  key: string,
  value: unknown,
  rank: number,
): readonly (readonly [string, unknown])[] {
  if (/activation$/.test(key)) {
    const activation = TFJS_ACTIVATIONS[String(value)];
    if (activation === undefined)
      throw new TfjsRefusal(
        `has the activation ${String(value)}, which tfjs lacks or computes in another way`,
      );
    return [[key, activation]];
  }
  if (value === null) return [];
  switch (objectKind(key)) {
    case 'initializer': {
      const { name } = value as { readonly name: string };
      return TFJS_INITIALIZERS.has(name) ? [[key, { class_name: camelCase(name), config: {} }]] : [];
    }
    case 'regularizer':
      return [[key, { class_name: 'L1L2', config: value }]];
    case 'constraint': {
      const { name, ...config } = value as { readonly name: string };
      return [[key, { class_name: camelCase(name), config }]];
    }
    case 'layer': {
      const inner = value as InnerLayerConfig;
      const layer = tfjsLayer(inner.class_name, inner.config, rank - 1);
      return [
        [
          key,
          { class_name: layer.className, config: { ...layer.config, name: innerName(className, inner) } },
        ],
      ];
    }
    default:
      return [[key, value]];
  }
}

function innerName(className: string, inner: InnerLayerConfig): string {
  return String(inner.config.name ?? `${className.toLowerCase()}_layer`).replace(/[^A-Za-z0-9_.-]/g, '_');
}

/** tfjs names a weight by the scopes in which its layer is built: those of Bidirectional bear the inner layers' names. */
function weightPath(source: KerasSource, weight: KerasWeight): string {
  const own = TFJS_CLASSES[source.className]?.weights?.[weight.name] ?? weight.name;
  const [direction] = /^(forward|backward)(?=_layer)/.exec(weight.sublayer) ?? [];
  if (direction === undefined) {
    const inner = source.config.layer as InnerLayerConfig | undefined;
    const name = inner ? (TFJS_CLASSES[inner.class_name]?.weights?.[weight.name] ?? own) : own;
    return `${source.name}/${name}`;
  }
  const inner = source.config.layer as InnerLayerConfig;
  return `${source.name}/${direction}_${innerName(source.className, inner)}/${own}`;
}

function inboundNode(model: KerasModel, call: KerasCall): readonly unknown[] {
  if (Object.keys(call.named).length > 0)
    throw new TfjsRefusal(`is called with ${Object.keys(call.named).join(', ')}, which tfjs does not take`);
  return call.positional.flatMap(value =>
    (isKerasList(value) ? value : [value]).map(entry => {
      if (!isKerasTensor(entry)) throw new TfjsRefusal('is called with a constant, which tfjs does not take');
      return [model.sources[entry.source]?.name, entry.node, entry.port, {}];
    }),
  );
}
