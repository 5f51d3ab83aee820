import type { Json } from '../../document/json.ts';
import { ImportError } from '../imported-network.ts';
import {
  asList,
  asObject,
  asShape,
  asText,
  type JsonObject,
  type KerasLayer,
  type KerasModel,
  type TensorReference,
} from './model-config.ts';
import { readCalls, readReferences } from './read-calls.ts';

/** Class names of models: a network of layers inside a layer. */
const SEQUENTIAL = ['Sequential'];
const FUNCTIONAL = ['Functional', 'Model'];
const INPUT = 'InputLayer';

/** Models inside models: deeper is a mistake or an attack. */
const MAX_MODEL_DEPTH = 24;
/** The most layers that a file may hold, nested ones included. */
const MAX_LAYERS = 100_000;

/**
 * Reads a Keras model config (Keras 3, Keras 2, tfjs).
 *
 * @param raw the parsed JSON: `{class_name, config}`, or such an object under `modelTopology` or `model_config`
 * @throws ImportError where it is not a model that can be read
 */
export function readModel(raw: Json): KerasModel {
  const entry = modelEntry(raw);
  if (!entry)
    throw new ImportError(
      'import.format',
      'The file is JSON, but not a Keras model config: it has no "class_name" and "config". Save the model with model.save(...) or model.to_json().',
    );
  const className = asText(entry.class_name) ?? '';
  const budget = { layers: 0 };
  const model = readNested(className, entry, 0, budget);
  if (!model)
    throw new ImportError(
      'import.unsupported',
      `The model is of the class "${className}". Functional and Sequential models hold their layers in the file and can be read; a subclassed model is Python code. Save it as a functional model.`,
    );
  if (model.layers.length === 0)
    throw new ImportError('import.format', 'The model in the file has no layers.');
  return model;
}

/** The object with `class_name` and `config`, wherever the format puts it. */
function modelEntry(raw: Json): JsonObject | null {
  let entry = asObject(raw);
  for (const key of ['modelTopology', 'model_config'])
    if (entry && !('class_name' in entry)) entry = asObject(entry[key]) ?? entry;
  return entry && typeof entry.class_name === 'string' && 'config' in entry ? entry : null;
}

function readNested(
  className: string,
  entry: JsonObject,
  depth: number,
  budget: { layers: number },
): KerasModel | null {
  const config = asObject(entry.config);
  // Keras 1 and early tfjs: a Sequential model's config is the list of its layers.
  const layers = asList(config?.layers) ?? (config ? null : asList(entry.config));
  if (!layers || (!SEQUENTIAL.includes(className) && !FUNCTIONAL.includes(className))) return null;
  if (depth > MAX_MODEL_DEPTH)
    throw new ImportError('import.unsafe', `The file nests models deeper than ${MAX_MODEL_DEPTH} levels.`);
  budget.layers += layers.length;
  if (budget.layers > MAX_LAYERS)
    throw new ImportError(
      'import.too-large',
      `The file holds more than ${MAX_LAYERS.toLocaleString('en-US')} layers.`,
    );
  const name = asText(config?.name) ?? asText(entry.name) ?? 'model';
  const read = layers.map((layer, i) => readLayer(layer, i, depth, budget));
  const trainable = config?.trainable !== false;
  if (SEQUENTIAL.includes(className)) return sequential(name, read, trainable, entry);
  const inputs = readReferences(config?.input_layers);
  const outputs = readReferences(config?.output_layers).map(output => fromFirstCall(output, read));
  if (inputs.length === 0 || outputs.length === 0)
    throw new ImportError(
      'import.format',
      `The model "${name}" does not name its inputs and outputs ("input_layers", "output_layers"); the config is incomplete.`,
    );
  return { name, layers: read, inputs, outputs, trainable, hasAddedInput: false };
}

/**
 * A reference among the outputs that counts calls as wires do. Keras 3 counts a functional model's calls from 1 there (its own making is
 * 0), and from 0 in the arguments of calls. Source: keras/src/models/functional.py, get_config and functional_from_config.
 */
function fromFirstCall(output: TensorReference, layers: readonly KerasLayer[]): TensorReference {
  const layer = layers.find(({ name }) => name === output.layer);
  const countsFromOne = layer?.model && layer.hasArguments && FUNCTIONAL.includes(layer.className);
  return countsFromOne ? { ...output, call: Math.max(0, output.call - 1) } : output;
}

function readLayer(raw: Json, index: number, depth: number, budget: { layers: number }): KerasLayer {
  const entry = asObject(raw);
  const className = asText(entry?.class_name);
  if (!entry || className === null)
    throw new ImportError(
      'import.format',
      `Layer ${index + 1} of the model config has no "class_name"; the config is damaged.`,
    );
  const config = asObject(entry.config) ?? {};
  const model = readNested(className, entry, depth + 1, budget);
  return {
    className,
    registeredName: asText(entry.registered_name),
    module: asText(entry.module) ?? '',
    name: asText(entry.name) ?? asText(config.name) ?? model?.name ?? `${className}_${index}`,
    config,
    buildConfig: asObject(entry.build_config),
    calls: readCalls(entry.inbound_nodes),
    hasArguments: asList(entry.inbound_nodes)?.some(node => asObject(node)?.args !== undefined) === true,
    model,
  };
}

/** Brings a Sequential model to the functional form: each layer is called once with what the one before gives. */
function sequential(
  name: string,
  layers: readonly KerasLayer[],
  trainable: boolean,
  entry: JsonObject,
): KerasModel {
  const [first] = layers;
  if (!first) return { name, layers, inputs: [], outputs: [], trainable, hasAddedInput: false };
  const hasAddedInput = first.className !== INPUT;
  const all = hasAddedInput ? [addedInput(layers, first, entry, name), ...layers] : layers;
  // What a layer gives is what the next one was built for.
  const reference = (layer: KerasLayer | undefined, next?: KerasLayer): TensorReference => ({
    layer: layer?.name ?? '',
    call: 0,
    output: 0,
    shape: asShape(next?.buildConfig?.input_shape),
    dtype: null,
  });
  const chained = all.map((layer, i) =>
    i === 0
      ? { ...layer, calls: [] }
      : {
          ...layer,
          calls: [
            {
              positional: [{ kind: 'tensor' as const, tensor: reference(all[i - 1], layer) }],
              named: new Map(),
            },
          ],
        },
  );
  return {
    name,
    layers: chained,
    inputs: [reference(chained[0])],
    outputs: [reference(chained.at(-1))],
    trainable,
    hasAddedInput,
  };
}

/** The input that a Sequential model without one starts from. */
function addedInput(
  layers: readonly KerasLayer[],
  first: KerasLayer,
  entry: JsonObject,
  model: string,
): KerasLayer {
  const config = asObject(entry.config);
  const shape =
    asShape(first.config.batch_shape) ??
    asShape(first.config.batch_input_shape) ??
    withBatch(asShape(first.config.input_shape)) ??
    asShape(config?.build_input_shape) ??
    asShape(asObject(entry.build_config)?.input_shape) ??
    asShape(first.buildConfig?.input_shape) ??
    innerInputShape(first.model);
  if (!shape)
    throw new ImportError(
      'import.unsupported',
      `The Sequential model "${model}" does not tell the shape of its input: it was saved before it was built. Add an Input layer, or call the model once, and save it again.`,
    );
  const taken = new Set(layers.map(layer => layer.name));
  let name = 'input';
  for (let count = 1; taken.has(name); count++) name = `input_${count}`;
  return {
    className: INPUT,
    registeredName: null,
    module: '',
    name,
    config: { name, batch_shape: shape, dtype: asText(first.config.dtype) ?? 'float32' },
    buildConfig: null,
    calls: [],
    hasArguments: false,
    model: null,
  };
}

function withBatch(shape: readonly (number | null)[] | null): readonly (number | null)[] | null {
  return shape ? [null, ...shape] : null;
}

function innerInputShape(model: KerasModel | null): readonly (number | null)[] | null {
  const [input] = model?.inputs ?? [];
  const layer = model?.layers.find(candidate => candidate.name === input?.layer);
  return layer ? (asShape(layer.config.batch_shape) ?? asShape(layer.config.batch_input_shape)) : null;
}
