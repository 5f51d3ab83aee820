import {
  type Constant,
  computedConstant,
  permutedConstant,
  reshapedConstant,
  reversedAxes,
} from './constant.ts';
import { attributeInts } from './node-attributes.ts';
import type { FileNode, FileTensor } from './onnx-file.ts';

/** What is asked of the import. */
export interface ConstantSource {
  fromFile(tensor: FileTensor): Constant;
  /** A tensor as a constant; null for any other. */
  constant(name: string): Constant | null;
  /** The content of a small tensor that is known. */
  numbers(name: string | undefined): readonly number[] | null;
}

/**
 * What a Constant node holds, or a node that only moves the elements of a constant; these are not read for it.
 *
 * @returns null for any other node
 */
export function constantOf(node: FileNode, source: ConstantSource): Constant | null {
  if (node.domain !== '' || node.outputs.length !== 1) return null;
  return node.operator === 'Constant' ? constantNode(node, source) : movedConstant(node, source);
}

function constantNode({ attributes, outputs }: FileNode, source: ConstantSource): Constant | null {
  const [output = ''] = outputs;
  const tensor = attributes.get('value')?.tensor;
  if (tensor) return source.fromFile({ ...tensor, name: output });
  const int = attributes.get('value_int');
  if (int) return computedConstant(output, 'int64', [], [int.int]);
  const ints = attributes.get('value_ints')?.ints;
  if (ints) return computedConstant(output, 'int64', [ints.length], ints);
  const float = attributes.get('value_float');
  if (float) return computedConstant(output, 'float32', [], [float.float]);
  const floats = attributes.get('value_floats')?.floats;
  return floats ? computedConstant(output, 'float32', [floats.length], floats) : null;
}

/** A constant with its axes in another order, or with other extents. */
function movedConstant(node: FileNode, source: ConstantSource): Constant | null {
  const given = source.constant(node.inputs[0] ?? '');
  if (!given || given.dtype === 'string') return null;
  if (node.operator === 'Transpose')
    return permutedConstant(given, attributeInts(node, 'perm') ?? reversedAxes(given.shape.length));
  if (node.operator !== 'Reshape' && node.operator !== 'Unsqueeze' && node.operator !== 'Squeeze')
    return null;
  // Only the shape is computed: with a stand-in of one element per extent the elements need not be read.
  const shape = movedShape(node, given, source);
  return shape && reshapedConstant(given, shape);
}

function movedShape(node: FileNode, given: Constant, source: ConstantSource): readonly number[] | null {
  const list = node.attributes.get('axes')?.ints ?? source.numbers(node.inputs[1]);
  const { shape } = given;
  if (node.operator === 'Reshape') {
    if (!list) return null;
    const target = list.map((extent, axis) => (extent === 0 ? (shape[axis] ?? 0) : extent));
    const total = shape.reduce((product, extent) => product * extent, 1);
    const rest = target.filter(extent => extent !== -1).reduce((product, extent) => product * extent, 1);
    const done = target.map(extent => (extent === -1 ? total / rest : extent));
    return done.reduce((product, extent) => product * extent, 1) === total && done.every(Number.isInteger)
      ? done
      : null;
  }
  if (node.operator === 'Squeeze') {
    const axes = list?.map(axis => (axis < 0 ? axis + shape.length : axis));
    return shape.filter((extent, axis) => (axes ? !axes.includes(axis) : extent !== 1));
  }
  if (!list) return null;
  const rank = shape.length + list.length;
  const result = [...shape];
  for (const axis of list.map(axis => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b))
    result.splice(axis, 0, 1);
  return result;
}
