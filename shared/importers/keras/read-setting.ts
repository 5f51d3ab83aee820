import type { Json } from '../../document/json.ts';
import type { ParameterKind } from '../../layers/parameters.ts';
import { asList, asObject, asText, type JsonObject } from './model-config.ts';

/** Keras's names of old or other times, and what they are called now. Both are in snake case. */
const RENAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    swish: 'silu',
    hard_swish: 'hard_silu',
    zero: 'zeros',
    one: 'ones',
    uniform: 'random_uniform',
    normal: 'random_normal',
    orthogonal_initializer: 'orthogonal',
    identity_initializer: 'identity',
    nonneg: 'non_neg',
    maxnorm: 'max_norm',
    unitnorm: 'unit_norm',
    re_lu: 'relu',
  }),
);

/** Settings of initializers that say nothing about the numbers' distribution. */
const SILENT_SETTINGS = new Set(['seed', 'dtype', 'input_axes', 'output_axes', 'name']);

/** Python's class name as its function is called: `GlorotUniform` is `glorot_uniform`, `ReLU` is `relu`. */
export function functionName(name: string): string {
  const snake = toSnakeCase(name);
  return RENAMED.get(snake) ?? snake;
}

/** Keras's own rule (keras/src/utils/naming.py, to_snake_case), by which weights files name layers. */
export function toSnakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * Brings a value of a Keras config to the form that a parameter of this kind reads. What it does not understand stays as it is, so that
 * the parameter's own parser refuses it.
 *
 * @param kind the parameter's kind
 * @param value as the config holds it
 */
export function readSetting(kind: ParameterKind, value: Json): Json {
  switch (kind) {
    case 'activation':
      return readActivation(value);
    case 'initializer':
      return readInitializer(value);
    case 'regularizer':
      return readRegularizer(value);
    case 'constraint':
      return readConstraint(value);
    case 'integer':
    case 'number':
      return soleElement(value);
    case 'choice':
      return asText(asObject(asObject(value)?.config)?.name) ?? value;
    default:
      return value;
  }
}

/** Keras 2 writes one axis as a list of one. */
function soleElement(value: Json): Json {
  const list = asList(value);
  const [only] = list ?? [];
  return list?.length === 1 && only !== undefined ? only : value;
}

/** `{class_name, config}` as name and settings; also a bare name. */
function nameAndSettings(value: Json): { readonly name: string; readonly settings: JsonObject } | null {
  const text = asText(value);
  if (text !== null) return { name: functionName(text), settings: {} };
  const record = asObject(value);
  const className = asText(record?.class_name);
  if (!record || className === null) return null;
  return { name: functionName(className), settings: asObject(record.config) ?? {} };
}

function readActivation(value: Json): Json {
  if (value === null) return 'linear';
  const record = asObject(value);
  // A function is written as {class_name: 'function', config: its name}.
  const named = record && typeof record.config === 'string' ? record.config : value;
  const read = nameAndSettings(named);
  if (!read) return value;
  const { name, settings } = read;
  const plain = Object.entries(settings).every(
    ([key, setting]) => key === 'name' || key === 'dtype' || key === 'trainable' || setting === null,
  );
  if (plain || name === 'softmax' || name === 'log_softmax')
    return name === 'activation' ? readActivation(settings.activation ?? null) : name;
  if (name === 'activation') return readActivation(settings.activation ?? null);
  if (name === 'relu' && !settings.negative_slope && !settings.threshold) {
    if (settings.max_value === 6) return 'relu6';
    if (settings.max_value === null || settings.max_value === undefined) return 'relu';
  }
  if (name === 'leaky_relu' && (settings.negative_slope ?? settings.alpha) === 0.2) return 'leaky_relu';
  if (name === 'elu' && settings.alpha === 1) return 'elu';
  return value;
}

function readInitializer(value: Json): Json {
  const read = nameAndSettings(value);
  if (!read) return value;
  const settings: Record<string, Json> = {};
  for (const [key, setting] of Object.entries(read.settings))
    if (!SILENT_SETTINGS.has(key)) settings[key] = setting;
  if (settings.distribution === 'normal') settings.distribution = 'truncated_normal';
  return { name: read.name, ...settings };
}

function readRegularizer(value: Json): Json {
  const read = nameAndSettings(value);
  if (!read || !['l1', 'l2', 'l1_l2', 'l1l2'].includes(read.name)) return value;
  const { l1, l2 } = read.settings;
  if (l1 === undefined && l2 === undefined) return read.name === 'l1l2' ? 'l1_l2' : read.name;
  return { l1: l1 ?? 0, l2: l2 ?? 0 };
}

function readConstraint(value: Json): Json {
  const read = nameAndSettings(value);
  return read ? { name: read.name, ...read.settings } : value;
}
