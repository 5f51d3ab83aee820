import {
  type Constant,
  computedConstant,
  permutedConstant,
  reshapedConstant,
  reversedAxes,
  slicedConstant,
} from './constant.ts';
import { attributeInts } from './node-attributes.ts';
import type { FileNode, FileTensor } from './onnx-file.ts';
import { isWhole } from './tensor-elements.ts';

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
  if (tensor && isWhole(tensor)) return null;
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
  if (node.operator === 'Slice') return cutConstant(node, given, source);
  if (node.operator !== 'Reshape' && node.operator !== 'Unsqueeze' && node.operator !== 'Squeeze')
    return null;
  // Only the shape is computed: with a stand-in of one element per extent the elements need not be read.
  const shape = movedShape(node, given, source);
  return shape && reshapedConstant(given, shape);
}

/**
 * What a Split makes of a constant: weights that several projections have in one.
 *
 * @returns as many constants as the node has outputs; null for any other node
 */
export function splitConstants(node: FileNode, source: ConstantSource): readonly Constant[] | null {
  const given =
    node.domain === '' && node.operator === 'Split' ? source.constant(node.inputs[0] ?? '') : null;
  if (given?.dtype !== 'float32') return null;
  const axis = node.attributes.get('axis')?.int ?? 0;
  const place = axis < 0 ? axis + given.shape.length : axis;
  const extent = given.shape[place] ?? 0;
  const { outputs } = node;
  const sizes =
    node.attributes.get('split')?.ints ??
    (node.inputs[1] ? source.numbers(node.inputs[1]) : outputs.map(() => extent / outputs.length));
  const isWhole = sizes?.length === outputs.length && sizes.every(size => Number.isInteger(size) && size > 0);
  if (!isWhole || sizes.reduce((sum, size) => sum + size, 0) !== extent) return null;
  let start = 0;
  return sizes.map(size => {
    const part = slicedConstant(given, place, start, size);
    start += size;
    return part;
  });
}

/** Rows of a matrix, as of the weights that belong to the query alone. */
function cutConstant(node: FileNode, given: Constant, source: ConstantSource): Constant | null {
  const list = (i: number, name: string) =>
    node.attributes.get(name)?.ints ?? (node.inputs[i] ? source.numbers(node.inputs[i]) : undefined);
  const [starts, ends, axes, steps] = [list(1, 'starts'), list(2, 'ends'), list(3, 'axes'), list(4, 'steps')];
  const [start, end, axis] = [starts?.[0], ends?.[0], axes?.[0] ?? 0];
  if (given.dtype !== 'float32' || axes === null || steps === null || steps?.some(step => step !== 1))
    return null;
  if (starts?.length !== 1 || start === undefined || end === undefined) return null;
  const place = axis < 0 ? axis + given.shape.length : axis;
  const extent = given.shape[place] ?? 0;
  const clamp = (at: number) => Math.min(extent, Math.max(0, at < 0 ? at + extent : at));
  const count = clamp(end) - clamp(start);
  return count > 0 ? slicedConstant(given, place, clamp(start), count) : null;
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
