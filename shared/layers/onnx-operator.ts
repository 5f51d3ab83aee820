import type { Json, Parsed } from '../document/json.ts';
import { DTYPES, type DType, type Shape, UNKNOWN_VALUE, type Value } from '../document/value.ts';
import { fromBase64 } from './arithmetic/base64.ts';
import { defineLayer, type WeightDescription } from './contract.ts';
import { integer, json, text } from './parameters.ts';

/** What an output is declared to be; null for an optional output that is left out. */
interface OperatorOutput {
  readonly dtype: DType;
  readonly shape: Shape | null;
  /** Its type in ONNX's own encoding (base64), where it is no tensor that a layer could read. */
  readonly form?: string;
}

/** Where an input of the operator comes from: the next wire, a weight of the node, or nowhere (an optional one left out). */
type OperatorInput = 'wire' | 'none' | { readonly dtype: DType; readonly shape: readonly number[] };

/** An operator of a subgraph. */
interface ContainedOperator {
  readonly operator: string;
  readonly domain: string;
  readonly version: number;
}

type JsonRecord = { readonly [key: string]: Json };
const refused = (expected: string): Parsed<never> => ({ ok: false, message: `must be ${expected}` });
const isRecord = (raw: Json | undefined): raw is JsonRecord =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const isExtent = (raw: Json): raw is number =>
  typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0;
const isDim = (dim: Json): dim is number | string | null =>
  dim === null || typeof dim === 'string' || isExtent(dim);
const dtypeIn = (raw: JsonRecord) => DTYPES.find(known => raw.dtype === known);

function readInputs(raw: Json): Parsed<readonly OperatorInput[]> {
  const expected = refused('a list of "wire", "none" or {"dtype", "shape"}');
  if (!Array.isArray(raw)) return expected;
  const inputs: OperatorInput[] = [];
  for (const entry of raw as readonly Json[]) {
    if (entry === 'wire' || entry === 'none') {
      inputs.push(entry);
      continue;
    }
    const dtype = isRecord(entry) ? dtypeIn(entry) : undefined;
    const shape = isRecord(entry) ? entry.shape : undefined;
    if (dtype === undefined || dtype === 'string' || !Array.isArray(shape) || !shape.every(isExtent))
      return expected;
    inputs.push({ dtype, shape });
  }
  return { ok: true, value: inputs };
}

function readOutputs(raw: Json): Parsed<readonly (OperatorOutput | null)[]> {
  const expected = refused(
    'a list of at least one {"dtype", "shape"} (with "form" for what is no tensor) or null',
  );
  if (!Array.isArray(raw) || raw.length === 0) return expected;
  const outputs: (OperatorOutput | null)[] = [];
  for (const entry of raw as readonly Json[]) {
    if (entry === null) {
      outputs.push(null);
      continue;
    }
    const dtype = isRecord(entry) ? dtypeIn(entry) : undefined;
    const shape = isRecord(entry) ? entry.shape : undefined;
    const form = isRecord(entry) ? entry.form : undefined;
    if (
      dtype === undefined ||
      (form !== undefined && (typeof form !== 'string' || fromBase64(form) === null))
    )
      return expected;
    const type = { dtype, ...(form === undefined ? {} : { form }) };
    if (shape === null) outputs.push({ ...type, shape: null });
    else if (Array.isArray(shape) && shape.every(isDim)) outputs.push({ ...type, shape });
    else return expected;
  }
  return { ok: true, value: outputs };
}

function readAttributes(raw: Json): Parsed<Readonly<Record<string, string>>> {
  const expected = refused('an object of attributes, each an AttributeProto in base64');
  if (!isRecord(raw)) return expected;
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value !== 'string' || fromBase64(value) === null) return expected;
    attributes[name] = value;
  }
  return { ok: true, value: attributes };
}

/** Operators of ONNX's own set stood as mere names in documents of the first days. */
function readContents(raw: Json): Parsed<readonly (string | ContainedOperator)[]> {
  const isFit = (entry: Json) =>
    typeof entry === 'string' ||
    (isRecord(entry) &&
      typeof entry.operator === 'string' &&
      typeof entry.domain === 'string' &&
      Number.isSafeInteger(entry.version));
  return Array.isArray(raw) && raw.every(isFit)
    ? { ok: true, value: raw as readonly (string | ContainedOperator)[] }
    : refused('a list of {"operator", "domain", "version"}');
}

function readNames(raw: Json): Parsed<readonly string[]> {
  return Array.isArray(raw) && raw.every(name => typeof name === 'string')
    ? { ok: true, value: raw }
    : refused('a list of names');
}

/** An operator of an ONNX file that Netloom has no type for: it is shown, carried and given back as it was. */
export default defineLayer({
  type: 'OnnxOperator',
  category: 'operator',
  title: 'Operator of an ONNX file',
  searchWords: ['carried', 'onnx', 'custom', 'if', 'loop', 'scan'],
  documentation: {
    what: 'Stands for an operator of an imported ONNX model that has no type here, or a setting that no type can say. It keeps its attributes, weights and subgraphs as they stood in the file, is shown with the shapes that the file tells, and goes back to ONNX unchanged. Engines cannot compute it, so that a network with it does not train.',
    inputShape: 'any, as many inputs as the operator has',
    outputShape: 'as the file tells, else unknown',
    example:
      'operator NonMaxSuppression, inputs ["wire", "wire"], outputs [{"dtype": "int64", "shape": [null, 3]}]: (?, 3)',
    errors: ['An engine is asked to compute it, or it is exported to another format than ONNX.'],
    source: 'ONNX, onnx.proto3: NodeProto',
  },
  parameters: {
    operator: text({ default: 'Identity', doc: "The operator's name." }),
    domain: text({ default: '', doc: "The operator set's domain; empty for ONNX's own." }),
    version: integer({
      default: 17,
      min: 1,
      doc: 'Version of the operator set that gives the operator its meaning.',
    }),
    attributes: json<Readonly<Record<string, string>>>({
      default: {},
      doc: 'The attributes by name, as they stood in the file (base64).',
      read: readAttributes,
    }),
    inputs: json<readonly OperatorInput[]>({
      default: ['wire'],
      doc: 'Where each input comes from: a wire, a weight of this node, or nowhere.',
      read: readInputs,
    }),
    captures: json<readonly string[]>({
      default: [],
      doc: 'Names by which the subgraphs know tensors from outside; further wires bring these.',
      read: readNames,
    }),
    contains: json<readonly (string | ContainedOperator)[]>({
      default: [],
      doc: 'Operators in its subgraphs, with the domains and versions of their sets.',
      read: readContents,
    }),
    outputs: json<readonly (OperatorOutput | null)[]>({
      default: [{ dtype: 'float32', shape: null }],
      doc: 'Element type and extents of each output, as far as the file tells; null for one that is left out.',
      read: readOutputs,
    }),
  },
  inputs: { min: 0, max: Number.POSITIVE_INFINITY },
  traits: {
    isCarried: true,
    takesAnyType: true,
    onnxOperators: ({ operator, domain, version, contains }) => [
      { operator, domain, version },
      ...contains.map(inner =>
        typeof inner === 'string' ? { operator: inner, domain: '', version } : inner,
      ),
    ],
  },
  keyParameters: p => (p.domain === '' ? p.operator : `${p.domain}.${p.operator}`),
  infer: ({ parameters: p }): readonly Value[] => p.outputs.map(output => output ?? UNKNOWN_VALUE),
  weights: ({ parameters: p }): readonly WeightDescription[] =>
    p.inputs.flatMap((input, i) =>
      typeof input === 'string'
        ? []
        : [{ name: `input_${i}`, ...input, initializer: { name: 'zeros' }, trainable: false }],
    ),
  onnx({ parameters: p, inputNames }, graph) {
    let wire = 0;
    const inputs = p.inputs.map((input, i) =>
      input === 'none' ? '' : input === 'wire' ? (inputNames[wire++] ?? '') : graph.weight(`input_${i}`),
    );
    return graph.carried({
      operator: p.operator,
      domain: p.domain,
      version: p.version,
      inputs,
      outputs: p.outputs.map(output => output !== null),
      attributes: p.attributes,
      captures: p.captures.map((name, i) => ({ name, tensor: inputNames[wire + i] ?? '' })),
    });
  },
});
