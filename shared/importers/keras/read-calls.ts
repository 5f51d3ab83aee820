import type { Json } from '../../document/json.ts';
import {
  type Argument,
  asList,
  asObject,
  asShape,
  asText,
  type LayerCall,
  type TensorReference,
} from './model-config.ts';

/** The word that stands for a layer's name where an old file writes a number among the inputs. */
const CONSTANT_WORD = '_CONSTANT_VALUE';

/**
 * Reads the calls of a layer, in Keras 3's form (`{args, kwargs}`) or Keras 2's (lists of `[layer, call, output, kwargs]`).
 *
 * @param raw the value of `inbound_nodes`
 */
export function readCalls(raw: Json | undefined): readonly LayerCall[] {
  return (asList(raw) ?? []).map(node => {
    const record = asObject(node);
    return record && 'args' in record ? readCall(record.args, record.kwargs) : readOldCall(node);
  });
}

function readCall(args: Json | undefined, kwargs: Json | undefined): LayerCall {
  return {
    positional: (asList(args) ?? []).map(readArgument),
    named: new Map(Object.entries(asObject(kwargs) ?? {}).map(([key, value]) => [key, readArgument(value)])),
  };
}

function readArgument(value: Json): Argument {
  const list = asList(value);
  if (list) return { kind: 'list', items: list.map(readArgument) };
  const record = asObject(value);
  if (!record) return { kind: 'value', value };
  if (record.class_name === '__keras_tensor__') {
    const config = asObject(record.config);
    const tensor = readReference(config?.keras_history);
    if (tensor)
      return {
        kind: 'tensor',
        tensor: { ...tensor, shape: asShape(config?.shape), dtype: asText(config?.dtype) },
      };
  }
  if ('class_name' in record) return { kind: 'value', value };
  // A dictionary of tensors: Keras takes its entries in the order of their keys.
  const entries = Object.keys(record).sort();
  return { kind: 'list', items: entries.map(key => readArgument(record[key] ?? null)) };
}

/** `[layer, call, output]`; null for anything else. */
function readReference(value: Json | undefined): TensorReference | null {
  const list = asList(value);
  if (!list || list.length < 3) return null;
  const [layer, call, output] = list;
  if (typeof layer !== 'string' || typeof call !== 'number' || typeof output !== 'number') return null;
  return { layer, call, output, shape: null, dtype: null };
}

/**
 * Reads the references of `input_layers` or `output_layers`: one, a list of them, or a dictionary (in the order of its keys).
 *
 * @param raw the config's value
 */
export function readReferences(raw: Json | undefined): readonly TensorReference[] {
  const single = readReference(raw);
  if (single) return [single];
  const list = asList(raw);
  if (list) return list.flatMap(item => readReferences(item));
  const record = asObject(raw);
  return record
    ? Object.keys(record)
        .sort()
        .flatMap(key => readReferences(record[key]))
    : [];
}

function readOldCall(node: Json): LayerCall {
  const named = new Map<string, Argument>();
  const argument = readOldArgument(node, named);
  return { positional: [argument], named };
}

function readOldArgument(value: Json, named: Map<string, Argument>): Argument {
  const list = asList(value);
  if (!list) {
    const record = asObject(value);
    if (!record) return { kind: 'value', value };
    return {
      kind: 'list',
      items: Object.keys(record)
        .sort()
        .map(key => readOldArgument(record[key] ?? null, named)),
    };
  }
  const [first, call, output, kwargs] = list;
  if (typeof first !== 'string' || typeof call !== 'number') {
    const items = list.map(item => readOldArgument(item, named));
    const [only] = items;
    return items.length === 1 && only ? only : { kind: 'list', items };
  }
  for (const [key, argument] of Object.entries(asObject(kwargs) ?? {}))
    if (!named.has(key)) named.set(key, readOldKeyword(argument));
  if (first === CONSTANT_WORD) return { kind: 'value', value: output ?? null };
  const tensor = readReference(list);
  return tensor ? { kind: 'tensor', tensor } : { kind: 'value', value };
}

/** A keyword of an old call: `[layer, call, output]` is a tensor, anything else plain. */
function readOldKeyword(value: Json): Argument {
  const list = asList(value);
  if (list?.length === 3 && list[0] !== CONSTANT_WORD) {
    const tensor = readReference(value);
    if (tensor) return { kind: 'tensor', tensor };
  }
  if (list?.some(item => Array.isArray(item))) return { kind: 'list', items: list.map(readOldKeyword) };
  return { kind: 'value', value };
}
