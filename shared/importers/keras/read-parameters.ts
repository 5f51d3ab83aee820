import type { Json } from '../../document/json.ts';
import type { Parameter, ParameterKind, ParameterSchema } from '../../layers/parameters.ts';
import { layerType } from '../../layers/registry.ts';
import { dtypePolicy, isQuantized } from './dtype-policy.ts';
import { asObject, asText, type JsonObject } from './model-config.ts';
import { readSetting } from './read-setting.ts';
import { currentConfig, currentName } from './tables.ts';

/** What a Keras config gives for a layer type. */
export type ReadParameters =
  | {
      readonly ok: true;
      /** Only what differs from the default. */
      readonly parameters: Readonly<Record<string, Json>>;
      /** Sentence parts on what is not as in the file. */
      readonly changes: readonly string[];
    }
  /** A setting that the layer's output depends on cannot be held; a sentence. */
  | { readonly ok: false; readonly reason: string };

/** Kinds that matter to training only: where they cannot be held, the default stands in and the report tells. */
const TRAINING_KINDS: ReadonlySet<ParameterKind> = new Set(['initializer', 'regularizer', 'constraint']);

/** Keys of a config that are read elsewhere or change nothing that is computed. */
const SILENT_KEYS = new Set([
  'name',
  'trainable',
  'dtype',
  'batch_shape',
  'batch_input_shape',
  'input_shape',
  'input_dim',
  'input_length',
  'build_input_shape',
  'implementation',
  'seed',
  'unroll',
  'zero_output_for_mask',
  'quantization_config',
  'autocast',
  'flash_attention',
  'sparse',
  'ragged',
  'fused',
  'synchronized',
  'renorm_momentum',
  'registered_name',
]);

/** Settings that change what comes out: a layer type without them cannot stand for such a layer. */
const TELLING_KEYS = new Set([
  'return_state',
  'time_major',
  'sliding_window',
  'use_gate',
  'renorm',
  'cell',
  'mask_zero',
  'output_mode',
  'lora_rank',
]);

/**
 * Reads a config's settings as the parameters of a layer type, each by the parameter's own parser.
 *
 * @param type the layer type's name as the file has it, or its present name
 * @param config Keras's config
 */
export function readParameters(type: string, config: JsonObject): ReadParameters {
  const declaration = layerType(currentName(type));
  if (!declaration) return { ok: false, reason: `There is no layer type "${type}".` };
  const schema: ParameterSchema = declaration.parameters;
  const policy = dtypePolicy(config.dtype);
  if (isQuantized(config.dtype))
    return { ok: false, reason: 'Its weights are quantized, which those of layers here are not.' };
  const settings = currentConfig(type, config);
  const parameters: Record<string, Json> = {};
  const changes: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const parameter = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (!parameter) {
      if (isNeutral(value) || SILENT_KEYS.has(name)) continue;
      if (TELLING_KEYS.has(name))
        return { ok: false, reason: `Its setting ${name} = ${shortened(value)} is not known here.` };
      changes.push(`the setting ${name} = ${shortened(value)} is not known here and was left out`);
      continue;
    }
    const read = readOne(parameter, value);
    if (!read.ok) {
      if (!TRAINING_KINDS.has(parameter.kind)) return { ok: false, reason: `Its ${name} ${read.reason}.` };
      changes.push(`its ${name} ${read.reason}, so its default stands in`);
    } else if (!sameJson(read.canonical, parameter.default)) parameters[name] = read.stored;
  }
  if (policy !== null && policy !== 'float32' && !Object.hasOwn(schema, 'dtype'))
    changes.push(`its dtype ${policy} becomes float32`);
  return { ok: true, parameters, changes };
}

function readOne(
  parameter: Parameter<unknown>,
  value: Json,
):
  | { readonly ok: true; readonly stored: Json; readonly canonical: unknown }
  | { readonly ok: false; readonly reason: string } {
  let stored = readSetting(parameter.kind, value);
  if (parameter.kind === 'layer') {
    const inner = asObject(value);
    const className = asText(inner?.class_name);
    if (inner && className !== null) {
      const read = readParameters(className, asObject(inner.config) ?? {});
      if (!read.ok) return { ok: false, reason: `holds a ${className}: ${read.reason}` };
      stored = { type: currentName(className), parameters: read.parameters };
    }
  }
  const parsed = parameter.parse(stored);
  if (parsed.ok) return { ok: true, stored, canonical: parsed.value };
  // Keras writes null where it takes the default.
  if (stored === null) return { ok: true, stored: null, canonical: parameter.default };
  return { ok: false, reason: parsed.message };
}

function isNeutral(value: Json): boolean {
  return value === null || value === false || value === 0 || (Array.isArray(value) && value.length === 0);
}

function shortened(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Deep equality of JSON values, whatever the order of keys. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
  );
}
