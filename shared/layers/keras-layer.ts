import type { Json, Parsed } from '../document/json.ts';
import { DTYPES, type DType, type Shape, type Value } from '../document/value.ts';
import { ExportError } from '../exporters/onnx/export-error.ts';
import { defineLayer, type WeightDescription } from './contract.ts';
import type { KerasTensor, KerasValue } from './keras-contract.ts';
import { json, text } from './parameters.ts';

/** What an output is known to be; null extents are open, a null shape is not known at all. */
interface KerasOutput {
  readonly dtype: DType;
  readonly shape: Shape | null;
}

/** A weight that the layer's part of the file holds. */
interface KerasWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

type JsonRecord = { readonly [key: string]: Json };
const refused = (expected: string): Parsed<never> => ({ ok: false, message: `must be ${expected}` });
const isRecord = (raw: Json | undefined): raw is JsonRecord =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const isExtent = (raw: Json): raw is number =>
  typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0;

function readOutputs(raw: Json): Parsed<readonly KerasOutput[]> {
  const expected = refused('a list of at least one {"dtype", "shape"}');
  if (!Array.isArray(raw) || raw.length === 0) return expected;
  const outputs: KerasOutput[] = [];
  for (const entry of raw as readonly Json[]) {
    const dtype = DTYPES.find(known => isRecord(entry) && entry.dtype === known);
    const shape = isRecord(entry) ? entry.shape : undefined;
    const isDim = (dim: Json) => dim === null || typeof dim === 'string' || isExtent(dim);
    if (dtype === undefined || (shape !== null && !(Array.isArray(shape) && shape.every(isDim))))
      return expected;
    outputs.push({ dtype, shape: shape as Shape | null });
  }
  return { ok: true, value: outputs };
}

function readWeights(raw: Json): Parsed<readonly KerasWeight[]> {
  const expected = refused('a list of {"name", "shape", "dtype"} with different names');
  if (!Array.isArray(raw)) return expected;
  const weights = new Map<string, KerasWeight>();
  for (const entry of raw as readonly Json[]) {
    if (!isRecord(entry) || typeof entry.name !== 'string' || weights.has(entry.name)) return expected;
    const { dtype: written = 'float32' } = entry;
    const dtype = DTYPES.find(known => known === written);
    if (dtype === undefined || !Array.isArray(entry.shape) || !entry.shape.every(isExtent)) return expected;
    weights.set(entry.name, { name: entry.name, shape: entry.shape, dtype });
  }
  return { ok: true, value: [...weights.values()] };
}

const readConfig = (raw: Json): Parsed<JsonRecord> =>
  isRecord(raw) ? { ok: true, value: raw } : refused('a JSON object');

/** An argument of the call with the tensors put in: `{"wire": 0}` stands for the first; undefined for what cannot be said. */
function argument(template: Json, tensors: readonly KerasTensor[]): KerasValue | undefined {
  if (Array.isArray(template)) {
    const items = (template as readonly Json[]).map(item => argument(item, tensors));
    return items.every(item => item !== undefined) ? items : undefined;
  }
  if (isRecord(template)) return typeof template.wire === 'number' ? tensors[template.wire] : undefined;
  return template as KerasValue;
}

/** A layer of a Keras file that Netloom has no type for: its class is named, never loaded. */
export default defineLayer({
  type: 'KerasLayer',
  category: 'operator',
  title: 'Layer of a Keras file',
  searchWords: ['lambda', 'custom', 'carried', 'unknown'],
  documentation: {
    what: 'Stands for a layer of an imported Keras model that has no type here: a Lambda, a custom class, a setting that cannot be said. It is shown with the shapes that the file tells and keeps its config and weights, so that it goes back to Keras unchanged. Nothing in it is ever run.',
    inputShape: 'any, any number of inputs',
    outputShape: 'as the file tells, else unknown',
    example:
      'class_name Lambda on (None, 7, 8), outputs [{"dtype": "float32", "shape": ["N", 7, 8]}]: (None, 7, 8)',
    errors: ['An engine or an export other than to Keras is asked to compute it.'],
    source:
      'Keras 3, serialize_keras_object; the rule never to run code from a file answers CVE-2024-3660 and CVE-2025-1550',
  },
  parameters: {
    class_name: text({ default: 'Lambda', doc: 'Class of the layer in Keras.' }),
    registered_name: text({ default: '', doc: 'Name under which the class is registered; empty for none.' }),
    module: text({ default: '', doc: 'Python module as the file tells it; never loaded.' }),
    config: json<JsonRecord>({ default: {}, doc: 'The config of the layer, unchanged.', read: readConfig }),
    call: json<JsonRecord>({
      default: {},
      doc: 'How the layer is called, {"positional": [...], "named": {...}} with {"wire": 0} for the first input; empty for the inputs alone.',
      read: readConfig,
    }),
    outputs: json<readonly KerasOutput[]>({
      default: [{ dtype: 'float32', shape: null }],
      doc: 'Element type and extents of each output, as far as the file tells.',
      read: readOutputs,
    }),
    weights: json<readonly KerasWeight[]>({
      default: [],
      doc: 'Names, extents and element types of its weights.',
      read: readWeights,
    }),
  },
  inputs: { min: 0, max: Number.POSITIVE_INFINITY },
  traits: { isCarried: true, takesAnyType: true },
  keyParameters: p => p.class_name,
  infer: ({ parameters: p }): readonly Value[] => p.outputs,
  weights: ({ parameters: p }): readonly WeightDescription[] =>
    p.weights.map(weight => ({ ...weight, initializer: { name: 'zeros' }, trainable: false })),
  kerasConfig: ({ parameters: p }) => p.config,
  keras({ parameters: p, tensors }, graph) {
    const {
      positional = [tensors.length === 1 ? { wire: 0 } : tensors.map((_, wire) => ({ wire }))],
      named = {},
    } = p.call;
    const list = argument(positional, tensors);
    const entries = Object.entries(isRecord(named) ? named : {}).map(
      ([key, value]) => [key, argument(value, tensors)] as const,
    );
    if (!Array.isArray(list) || entries.some(([, value]) => value === undefined))
      return graph.refuse('is called with an argument that cannot be written');
    return graph.carried({
      className: p.class_name,
      module: p.module || null,
      registeredName: p.registered_name || null,
      config: p.config,
      positional: list as readonly KerasValue[],
      named: Object.fromEntries(entries) as Readonly<Record<string, KerasValue>>,
    });
  },
  onnx({ name, parameters: p }) {
    throw new ExportError(
      'export.layer',
      `${name} is a ${p.class_name} of a Keras file, which cannot be written as ONNX. Replace it by layers, or export to Keras, where it goes unchanged.`,
    );
  },
});
