import type { DType } from '../../document/value.ts';
import { ProtobufWriter } from '../../exporters/onnx/protobuf-writer.ts';
import { ONNX_ELEMENT_TYPES } from '../../layers/onnx-contract.ts';
import { attributeInts, attributeText } from './node-attributes.ts';
import { EMPTY_ATTRIBUTE, type FileAttribute, type FileNode } from './onnx-file.ts';

/** The oldest operator set that is written: carried operators of older files are brought to their form in it. */
export const OLDEST_WRITTEN = 13;

/** Numbers that were an attribute and are an input now. */
export interface NewConstant {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

type Give = (constant: NewConstant) => string;
type Upgrade = (node: FileNode, give: Give, opset: number) => FileNode | null;

const int64 = (values: readonly number[]): NewConstant => ({
  dtype: 'int64',
  shape: [values.length],
  values,
});
const float32 = (value: number): NewConstant => ({ dtype: 'float32', shape: [], values: [value] });

function without(node: FileNode, ...names: readonly string[]): FileNode['attributes'] {
  return new Map([...node.attributes].filter(([name]) => !names.includes(name)));
}

/** A list of whole numbers that was an attribute before a set and is an input from then on. */
function listToInput(name: string, since: number): Upgrade {
  return (node, give, opset) => {
    const list = attributeInts(node, name);
    if (opset >= since || !list) return node;
    return { ...node, inputs: [node.inputs[0] ?? '', give(int64(list))], attributes: without(node, name) };
  };
}

const slice: Upgrade = (node, give, opset) => {
  if (opset >= 10) return node;
  const [starts, ends] = [attributeInts(node, 'starts') ?? [], attributeInts(node, 'ends') ?? []];
  const axes = attributeInts(node, 'axes') ?? starts.map((_, axis) => axis);
  const inputs = [node.inputs[0] ?? '', ...[starts, ends, axes].map(list => give(int64(list)))];
  return { ...node, inputs, attributes: without(node, 'starts', 'ends', 'axes') };
};

const pad: Upgrade = (node, give, opset) => {
  if (opset >= 11) return node;
  const value = node.attributes.get('value')?.float ?? 0;
  const inputs = [
    node.inputs[0] ?? '',
    give(int64(attributeInts(node, 'pads') ?? [])),
    ...(value === 0 ? [] : [give(float32(value))]),
  ];
  return { ...node, inputs, attributes: without(node, 'pads', 'value') };
};

const clip: Upgrade = (node, give, opset) => {
  if (opset >= 11) return node;
  const bound = (name: string) => {
    const attribute = node.attributes.get(name);
    return attribute ? give(float32(attribute.float)) : '';
  };
  return { ...node, inputs: [node.inputs[0] ?? '', bound('min'), bound('max')], attributes: new Map() };
};

const topK: Upgrade = (node, give, opset) => {
  if (opset >= 10) return node;
  const k = node.attributes.get('k')?.int ?? 1;
  return { ...node, inputs: [node.inputs[0] ?? '', give(int64([k]))], attributes: without(node, 'k') };
};

/** Both worked at inference alone. */
const dropout: Upgrade = (node, give, opset) => {
  if (opset >= 12) return node;
  const ratio = node.attributes.get('ratio')?.float ?? 0.5;
  return {
    ...node,
    inputs: [node.inputs[0] ?? '', give(float32(ratio))],
    attributes: without(node, 'ratio', 'is_test'),
  };
};

/** Per channel alone from set 9 on. */
const batchNormalization: Upgrade = (node, _give, opset) => {
  if (opset >= 9) return node;
  return (node.attributes.get('spatial')?.int ?? 1) === 1
    ? { ...node, attributes: without(node, 'spatial') }
    : null;
};

/** Upsample and the first Resize: positions as they are, rounded down; a region of interest came later. */
const resize: Upgrade = (node, give, opset) => {
  if (node.operator === 'Resize' && opset >= 11) return node;
  const attribute = node.attributes.get('scales');
  const scales = attribute
    ? give({ dtype: 'float32', shape: [attribute.floats.length], values: attribute.floats })
    : (node.inputs[1] ?? '');
  const mode = attributeText(node, 'mode', 'nearest');
  const attributes = new Map(
    [
      textAttribute('mode', mode),
      textAttribute('coordinate_transformation_mode', 'asymmetric'),
      textAttribute('nearest_mode', 'floor'),
    ].map(given => [given.name, given]),
  );
  return { ...node, operator: 'Resize', inputs: [node.inputs[0] ?? '', '', scales], attributes };
};

const scatter: Upgrade = node => ({ ...node, operator: 'ScatterElements' });

/** Before set 13 these flattened the input to a matrix at the axis; along the last axis that makes no difference. */
const alongLast: Upgrade = (node, _give, opset) => {
  if (opset >= 13 || node.attributes.get('axis')?.int === -1) return node;
  return null;
};

const UPGRADES: Readonly<Record<string, Upgrade>> = {
  BatchNormalization: batchNormalization,
  Clip: clip,
  Dropout: dropout,
  Hardmax: alongLast,
  LogSoftmax: alongLast,
  Pad: pad,
  ReduceSum: listToInput('axes', 13),
  Resize: resize,
  Scan: (node, _give, opset) => (opset >= 9 ? node : null),
  Scatter: scatter,
  Slice: slice,
  Softmax: alongLast,
  Split: listToInput('split', 13),
  Squeeze: listToInput('axes', 13),
  TopK: topK,
  Unsqueeze: listToInput('axes', 13),
  Upsample: resize,
};

/**
 * An operator of ONNX's own set in the form of operator set 13. Sources: ONNX, docs/Changelog.md; operators that are missing here kept
 * their meaning from set 7 on.
 *
 * @param node the operator
 * @param opset the file's operator set; 13 and newer ones are left alone
 * @param give puts a constant where the operator finds it; answers its name
 * @returns null where no single operator says the same
 */
export function upgradeOperator(node: FileNode, opset: number, give: Give): FileNode | null {
  const upgrade = node.domain === '' && opset < OLDEST_WRITTEN ? UPGRADES[node.operator] : undefined;
  return upgrade ? upgrade(node, give, opset) : node;
}

/** The constant as a node, for graphs within a node. */
export function constantNode(name: string, { dtype, shape, values }: NewConstant): FileNode {
  const bytes = () => {
    const tensor = new ProtobufWriter();
    for (const extent of shape) tensor.varint(1, extent);
    tensor.varint(2, ONNX_ELEMENT_TYPES[dtype]);
    for (const value of values) {
      if (dtype === 'int64') tensor.varint(7, value);
      else tensor.float(4, value);
    }
    return new ProtobufWriter().string(1, 'value').message(5, tensor).varint(20, 4).whole();
  };
  return {
    name: '',
    operator: 'Constant',
    domain: '',
    inputs: [],
    outputs: [name],
    attributes: new Map([['value', { ...EMPTY_ATTRIBUTE, name: 'value', type: 4, bytes }]]),
    scopes: [],
  };
}

function textAttribute(name: string, string: string): FileAttribute {
  const bytes = () => new ProtobufWriter().string(1, name).string(4, string).varint(20, 3).whole();
  return { ...EMPTY_ATTRIBUTE, name, type: 3, string, bytes };
}
