import type { DType } from '../../../document/value.ts';
import type { ConvertContext } from '../convert-context.ts';
import { attributeInt } from '../node-attributes.ts';
import type { FileNode } from '../onnx-file.ts';
import { dtypeOf } from '../read-tensor.ts';
import table from './operator-types.json' with { type: 'json' };

type Row = readonly (string | number | null)[];

const OUTPUTS: ReadonlyMap<string, Row> = new Map(Object.entries(table.outputs));

const ADDED: Readonly<Record<string, Readonly<Record<string, number>>>> = table.added;

/**
 * The operator set from which on an operator takes its first input's element type, where that is newer than the set written unasked;
 * null otherwise. A layer would write the operator in a set that does not allow it.
 */
export function needsNewerSet(context: ConvertContext): number | null {
  const { node } = context;
  const dtype = context.dtype(0);
  const newer = node.domain === '' && dtype ? (ADDED[node.operator]?.[dtype] ?? null) : null;
  // A file that uses bfloat16 before the operators have it (PyTorch writes such) is given back in the same way.
  const isBefore = dtype === 'bfloat16' && newer !== null && context.opset < newer;
  return isBefore ? null : newer;
}

/** Attributes that hold the element type of the output. */
const TYPE_ATTRIBUTES: Readonly<Record<string, string>> = {
  Bernoulli: 'dtype',
  BitCast: 'to',
  Cast: 'to',
  EyeLike: 'dtype',
  Multinomial: 'dtype',
  RandomNormal: 'dtype',
  RandomNormalLike: 'dtype',
  RandomUniform: 'dtype',
  RandomUniformLike: 'dtype',
  BlackmanWindow: 'output_datatype',
  HammingWindow: 'output_datatype',
  HannWindow: 'output_datatype',
  MelWeightMatrix: 'output_datatype',
  QuantizeLinear: 'output_dtype',
  DequantizeLinear: 'output_dtype',
  SequenceEmpty: 'dtype',
};

/** What an operator gives where an attribute could tell its type and does not. */
const FALLBACKS: Readonly<Record<string, DType | number>> = {
  Multinomial: 'int32',
  QuantizeLinear: 'uint8',
  DequantizeLinear: 1,
  Bernoulli: 0,
  EyeLike: 0,
  RandomNormalLike: 0,
  RandomUniformLike: 0,
};

/** The element type of an output, and the input that it follows; null where it follows none. */
export interface OutputType {
  readonly dtype: DType;
  readonly like: number | null;
}

/**
 * The element type of an output of an operator, by the operator's definition (of sequences: that of their tensors).
 *
 * @param context the node with what is known of its inputs
 * @param port number of the output
 */
export function outputType(context: ConvertContext, port: number): OutputType {
  const { node } = context;
  const row = OUTPUTS.get(node.domain === '' ? node.operator : `${node.domain}.${node.operator}`) ?? [0];
  const entry = row[Math.min(port, row.length - 1)] ?? null;
  if (typeof entry === 'number') return { dtype: context.dtype(entry) ?? fallback(context), like: entry };
  return { dtype: (entry as DType | null) ?? fromAttributes(context), like: null };
}

function fallback(context: ConvertContext): DType {
  const found = FALLBACKS[context.node.operator] ?? 0;
  return typeof found === 'number' ? (context.dtype(found) ?? 'float32') : found;
}

function fromAttributes(context: ConvertContext): DType {
  const { node } = context;
  const attribute = TYPE_ATTRIBUTES[node.operator];
  const stored = attribute === undefined ? undefined : dtypeOf(attributeInt(node, attribute, 0));
  if (stored) return stored;
  if (node.operator === 'ConstantOfShape') return node.attributes.get('value')?.tensor?.dtype ?? 'float32';
  if (node.domain === 'ai.onnx.ml') return labelType(node);
  const isNew = /^(Random(Normal|Uniform)|.*Window|MelWeightMatrix|SequenceEmpty)$/.test(node.operator);
  return isNew ? 'float32' : fallback(context);
}

/** Classifiers give their labels as words or as numbers, by what the attributes list. */
function labelType({ operator, attributes }: FileNode): DType {
  const has = (...names: readonly string[]) =>
    names.some(name => {
      const attribute = attributes.get(name);
      return attribute !== undefined && (attribute.strings.length > 0 || attribute.ints.length > 0);
    });
  if (operator === 'CategoryMapper') return attributes.has('default_int64') ? 'int64' : 'string';
  if (has('classlabels_strings', 'values_strings') || attributes.has('classes_strings')) return 'string';
  if (has('values_floats') || attributes.get('values_floats')?.floats.length) return 'float32';
  if (operator === 'LabelEncoder' && attributes.get('values_tensor')?.tensor)
    return attributes.get('values_tensor')?.tensor?.dtype ?? 'float32';
  if (has('classlabels_ints', 'classlabels_int64s', 'values_int64s')) return 'int64';
  return 'float32';
}
