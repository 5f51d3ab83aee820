import type { Json } from '../../document/json.ts';
import { BATCH, DTYPES, type DType } from '../../document/value.ts';
import { layerType } from '../../layers/registry.ts';
import type { Conversion, ConvertedNode, KnownOutputs, WeightListing } from './conversion.ts';
import { convertOperation } from './convert-operation.ts';
import { dtypePolicy } from './dtype-policy.ts';
import {
  type Argument,
  asShape,
  asText,
  type KerasLayer,
  type LayerCall,
  plainValue,
  type TensorReference,
  tensorsOf,
  tensorsOfCall,
} from './model-config.ts';
import { readParameters } from './read-parameters.ts';
import { currentName, isCode, isOpaque, isOperation } from './tables.ts';

/** Arguments of a call that change nothing at inference. */
const SILENT_ARGUMENTS = new Set(['mask', 'training', 'name', 'attention_mask', 'return_attention_scores']);

/**
 * Converts one call of a layer (not of a nested model).
 *
 * @param layer the layer
 * @param call the call
 * @param outputs what is known of the call's outputs
 * @param listing the layer's weights in the file, for one that is carried
 */
export function convertLayer(
  layer: KerasLayer,
  call: LayerCall,
  outputs: KnownOutputs,
  listing: WeightListing,
): Conversion {
  const reasons: string[] = [];
  if (isOperation(layer)) {
    const converted = convertOperation(layer, call, outputs);
    if (converted && isKnown(converted.chain)) return converted;
    reasons.push(`The operation ${layer.className} has no layer here.`);
  } else if (!isOpaque(layer) && isKerasType(layer.className)) {
    const converted = convertKnown(layer, call);
    if (typeof converted !== 'string') return converted;
    reasons.push(converted);
  } else if (isCode(layer)) reasons.push('It holds code of its author, which is never executed here.');
  else reasons.push(`The class ${layer.className} is not known here.`);
  return carry(layer, call, outputs, listing, reasons);
}

/** Whether a class is one of Keras's that is a type here; operators on tensors are types that Keras has no class for. */
function isKerasType(className: string): boolean {
  const category = layerType(currentName(className))?.category;
  return category !== undefined && category !== 'tensor' && category !== 'operator';
}

function isKnown(chain: readonly ConvertedNode[]): boolean {
  return chain.every(({ type, parameters }) => {
    const schema = layerType(type)?.parameters;
    return (
      schema !== undefined &&
      Object.entries(parameters).every(([name, value]) => schema[name]?.parse(value).ok === true)
    );
  });
}

/** The conversion, or a sentence why it cannot be. */
function convertKnown(layer: KerasLayer, call: LayerCall): Conversion | string {
  const type = currentName(layer.className);
  const declaration = layerType(type);
  if (!declaration) return `The class ${layer.className} is not known here.`;
  const read = readParameters(layer.className, layer.config);
  if (!read.ok) return read.reason;
  const parameters = { ...read.parameters };
  const changes = [...read.changes];
  const { names, max } = declaration.inputs;
  const byPort = new Map<number, TensorReference>();
  let next = 0;
  for (const argument of call.positional)
    for (const tensor of tensorsOf(argument)) byPort.set(next++, tensor);
  for (const [name, argument] of call.named) {
    const tensors = tensorsOf(argument);
    const port = names?.indexOf(name) ?? -1;
    if (tensors.length === 0) {
      const value = plainValue(argument) ?? null;
      if (Object.hasOwn(declaration.parameters, name) && declaration.parameters[name]?.parse(value).ok)
        parameters[name] = value;
      else if (!SILENT_ARGUMENTS.has(name) && value !== null && value !== false)
        return `It is called with ${name} = ${JSON.stringify(value)}, which cannot be said here.`;
      else if (name === 'training' && value === true)
        changes.push('it is called with training = True, here it follows the network');
    } else if (port >= 0 || (name === 'inputs' && byPort.size === 0))
      for (const [i, tensor] of tensors.entries()) byPort.set(Math.max(port, 0) + i, tensor);
    else return `It is called with a tensor as ${name}, which cannot be said here.`;
  }
  const wires = [...byPort.entries()].sort(([a], [b]) => a - b);
  if (wires.some(([port], i) => port !== i)) return 'An input in the middle is left out.';
  if (wires.length > max) return `It takes ${wires.length} inputs; here it takes ${max}.`;
  return {
    chain: [{ type, parameters }],
    wires: wires.map(([, tensor]) => tensor),
    isCarried: false,
    changes,
  };
}

/** Types of real numbers other than that in which layers compute here. */
const OTHER_FLOATS = ['float16', 'bfloat16', 'float64'];

/** The input of a network, and what is not as in the file. */
export function convertInput(layer: KerasLayer): ConvertedNode & Pick<Conversion, 'changes'> {
  const shape = asShape(layer.config.batch_shape) ??
    asShape(layer.config.batch_input_shape) ??
    (asShape(layer.config.shape) ? [null, ...(asShape(layer.config.shape) ?? [])] : null) ?? [null];
  const told = dtypePolicy(layer.config.dtype) ?? 'float32';
  const isOther = OTHER_FLOATS.includes(told);
  const dtype = isOther ? 'float32' : (dtypeOf(told) ?? 'float32');
  const [batch, ...rest] = shape;
  const parameters: Record<string, Json> =
    batch === null && shape.length > 0 && !shape.includes(0)
      ? { shape: rest }
      : { batch_shape: shape.map(dim => dim || null) };
  if (dtype !== 'float32') parameters.dtype = dtype;
  return { type: 'InputLayer', parameters, changes: isOther ? [`its dtype ${told} becomes float32`] : [] };
}

function dtypeOf(word: string | null): DType | null {
  return DTYPES.find(known => known === word) ?? null;
}

/** The call with `{wire}` for each tensor; null where the inputs are all there is. */
function callTemplate({ positional, named }: LayerCall): Json | null {
  let wire = 0;
  const template = (argument: Argument): Json => {
    if (argument.kind === 'tensor') return { wire: wire++ };
    return argument.kind === 'list' ? argument.items.map(template) : argument.value;
  };
  const list = positional.map(template);
  const entries = [...named].filter(([, argument]) => plainValue(argument) !== null);
  const byName = Object.fromEntries(entries.map(([name, argument]) => [name, template(argument)]));
  const [only] = positional;
  const isPlain =
    entries.length === 0 &&
    positional.length === 1 &&
    (only?.kind === 'tensor' || (only?.kind === 'list' && wire > 1 && wire === only.items.length));
  return isPlain ? null : { positional: list, named: byName };
}

function carry(
  layer: KerasLayer,
  call: LayerCall,
  outputs: KnownOutputs,
  listing: WeightListing,
  reasons: readonly string[],
): Conversion {
  const count = Math.max(1, ...[...outputs.keys()].map(port => port + 1));
  const known = Array.from({ length: count }, (_, port) => {
    const told = outputs.get(port);
    return {
      dtype: dtypeOf(asText(told?.dtype ?? null)) ?? 'float32',
      shape: told?.shape ? told.shape.map((dim, axis) => (axis === 0 && dim === null ? BATCH : dim)) : null,
    };
  });
  const written = callTemplate(call);
  const parameters: Record<string, Json> = { class_name: layer.className };
  if (layer.registeredName) parameters.registered_name = layer.registeredName;
  if (layer.module) parameters.module = layer.module;
  if (Object.keys(layer.config).length > 0) parameters.config = layer.config;
  if (written) parameters.call = written;
  if (known.length > 1 || known[0]?.shape) parameters.outputs = known;
  if (listing.length > 0)
    parameters.weights = listing.map(({ name, shape, dtype }) => ({
      name,
      shape,
      ...(dtype === 'float32' ? {} : { dtype }),
    }));
  return {
    chain: [{ type: 'KerasLayer', parameters }],
    wires: tensorsOfCall(call),
    isCarried: true,
    changes: reasons,
  };
}
