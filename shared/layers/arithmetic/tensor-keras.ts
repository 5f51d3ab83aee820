import type { DType, Shape, Value } from '../../document/value.ts';
import type { KerasConstant, KerasGraph, KerasTensor, KerasValue } from '../keras-contract.ts';
import type { BinaryName } from './binary-functions.ts';
import type { Reduction } from './reducing.ts';
import { isWhole } from './tensor-axes.ts';
import type { UnaryName } from './unary-functions.ts';

/** keras.ops' names where they are not ours. */
const UNARY: Partial<Record<UnaryName, string>> = {
  neg: 'negative',
  asin: 'arcsin',
  acos: 'arccos',
  atan: 'arctan',
  asinh: 'arcsinh',
  acosh: 'arccosh',
  atanh: 'arctanh',
  not: 'logical_not',
};
const BINARY: Partial<Record<BinaryName, string>> = {
  modulo: 'mod',
  and: 'logical_and',
  or: 'logical_or',
  xor: 'logical_xor',
};

/** The largest constant that is written among the arguments of a call. */
const LARGEST_CONSTANT = 65_536;

/** A function of one number in keras.ops. */
export function kerasUnary(graph: KerasGraph, name: UnaryName, x: KerasTensor): KerasTensor {
  return graph.op(UNARY[name] ?? name, [x]);
}

/** A function of two operands in keras.ops; a quotient of whole numbers is cut towards 0, as ONNX's is. */
export function kerasBinary(
  graph: KerasGraph,
  name: BinaryName,
  operands: readonly [KerasValue, KerasValue],
  dtype: DType,
): KerasTensor {
  const result = graph.op(BINARY[name] ?? name, operands);
  return name === 'divide' && isWhole(dtype)
    ? graph.op('cast', [graph.op('trunc', [result])], { dtype })
    : result;
}

/** A constant operand: a single number where it has no axes. */
export function kerasOperand(
  graph: KerasGraph,
  elements: readonly number[],
  shape: readonly number[],
  dtype: KerasConstant['dtype'],
): KerasValue {
  if (elements.length > LARGEST_CONSTANT)
    return graph.refuse(`holds a constant of ${elements.length} elements`);
  const [first = 0] = elements;
  return shape.length === 0 ? first : { constant: elements, shape, dtype };
}

/**
 * A product with a weight of the layer's own, broadcast from the end: Keras has it as a dense layer by an einsum without a sum.
 *
 * @param weight the weight's name
 * @param weightShape its extents
 * @param shape the input's
 */
export function kerasScale(
  graph: KerasGraph,
  x: KerasTensor,
  weight: string,
  weightShape: readonly number[],
  shape: Shape,
): KerasTensor {
  const letters = 'abcdefghijklmnop'.slice(0, shape.length);
  const first = shape.length - weightShape.length;
  const kernel = [...letters]
    .filter((_, axis) => axis >= first && (weightShape[axis - first] ?? 1) > 1)
    .join('');
  const output_shape = shape.slice(1).map(dim => (typeof dim === 'number' ? dim : null));
  if (first < 0 || kernel.startsWith('a'))
    return graph.refuse('multiplies by a weight of more axes than the input');
  return graph.layer(
    'EinsumDense',
    { equation: `${letters},${kernel}->${letters}`, output_shape },
    [x],
    [{ name: weight, shape: weightShape.filter(extent => extent > 1) }],
  );
}

/** A reduction over axes in keras.ops. */
export function kerasReduction(
  graph: KerasGraph,
  name: Reduction,
  x: KerasTensor,
  axis: readonly number[],
  keepdims: boolean,
): KerasTensor {
  const over = (op: string, tensor: KerasTensor) => graph.op(op, [tensor], { axis, keepdims });
  switch (name) {
    case 'l1':
      return over('sum', graph.op('abs', [x]));
    case 'l2':
      return graph.op('sqrt', [over('sum', graph.op('square', [x]))]);
    case 'sumsquare':
      return over('sum', graph.op('square', [x]));
    case 'logsum':
      return graph.op('log', [over('sum', x)]);
    default:
      return over(name, x);
  }
}

/** A change of shape alone: to the extents inferred, of which Keras works out at most one. */
export function kerasReshape(graph: KerasGraph, x: KerasTensor, output: Value | undefined): KerasTensor {
  const shape = output?.shape ?? null;
  const open = shape?.filter(dim => typeof dim !== 'number').length ?? 2;
  if (shape === null || open > 1)
    return graph.refuse(
      'makes a shape with more than one unknown extent, which keras.ops.reshape cannot say',
    );
  return graph.op('reshape', [x], { newshape: shape.map(dim => (typeof dim === 'number' ? dim : -1)) });
}
