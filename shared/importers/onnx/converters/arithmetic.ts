import type { Dim } from '../../../document/value.ts';
import { isReal } from '../../../layers/weight-store.ts';
import { type Constant, computedConstant } from '../constant.ts';
import { inlineNumbers } from '../constant-layer.ts';
import type { ConvertContext, Converter } from '../convert-context.ts';
import type { Step } from '../draft.ts';
import { attributeInt } from '../node-attributes.ts';

/** Operators of two operands: the layer's name for the function, and the merging layer for operands that fit as they are. */
const BINARY: Readonly<Record<string, { readonly name: string; readonly merge?: string }>> = {
  Add: { name: 'add', merge: 'Add' },
  Sub: { name: 'subtract', merge: 'Subtract' },
  Mul: { name: 'multiply', merge: 'Multiply' },
  Div: { name: 'divide' },
  Pow: { name: 'power' },
  Mod: { name: 'modulo' },
  Min: { name: 'minimum', merge: 'Minimum' },
  Max: { name: 'maximum', merge: 'Maximum' },
  Equal: { name: 'equal' },
  Less: { name: 'less' },
  LessOrEqual: { name: 'less_equal' },
  Greater: { name: 'greater' },
  GreaterOrEqual: { name: 'greater_equal' },
  And: { name: 'and' },
  Or: { name: 'or' },
  Xor: { name: 'xor' },
};

const sameDim = (a: Dim | undefined, b: Dim | undefined) => a === b && a !== null && a !== undefined;

/** Whether merging layers take the operands: equal ranks, the same batch, other extents equal or 1. */
function mergesAsIs(context: ConvertContext): boolean {
  const shapes = context.node.inputs.map((_, i) => context.shape(i));
  const [first] = shapes;
  if (!first || first.length < 2) return false;
  return shapes.every(
    shape =>
      shape?.length === first.length &&
      shape.every((dim, axis) => sameDim(dim, first[axis]) || (axis > 0 && (dim === 1 || first[axis] === 1))),
  );
}

/** An operand that the file holds, or that was computed from what it holds; null for one that comes on a wire. */
function operand(context: ConvertContext, i: number): Constant | null {
  const constant = context.constant(i);
  const [numbers, dtype] = [constant ? null : context.numbers(i), context.dtype(i)];
  const shape = context.shape(i)?.filter(dim => typeof dim === 'number');
  if (!numbers || !dtype || shape?.length !== context.rank(i)) return constant;
  const computed = computedConstant(context.input(i), dtype, shape, numbers);
  return inlineNumbers(computed) ? computed : null;
}

/** Arithmetic and comparisons of two operands, one of which may be a constant. */
export const binary: Converter = context => {
  const { node } = context;
  const found = BINARY[node.operator];
  if (!found || node.inputs.length !== 2) return nary(context);
  const name = node.operator === 'Mod' && attributeInt(node, 'fmod', 0) === 1 ? 'fmod' : found.name;
  const constants = [0, 1].map(i => operand(context, i));
  const isWire = constants.map(constant => constant === null);
  if (isWire[0] && isWire[1]) {
    const inputs = [context.input(0), context.input(1)];
    if (found.merge && context.dtype(0) === context.dtype(1) && mergesAsIs(context))
      return [{ type: found.merge, inputs }];
    return [{ type: 'Binary', inputs, parameters: { function: name } }];
  }
  const side = isWire[0] ? 1 : 0;
  const constant = constants[side];
  if (!constant || (!isWire[0] && !isWire[1])) return null;
  const isScalar = constant.shape.every(extent => extent === 1);
  const value = isScalar ? inlineNumbers(constant) : null;
  // A mask that several layers add stands once beside them; a factor may learn in each.
  if (!value && node.operator !== 'Mul' && context.isSharedConstant(side))
    return [{ type: 'Binary', inputs: [...node.inputs], parameters: { function: name } }];
  return [
    {
      type: 'Binary',
      inputs: [context.input(1 - side)],
      parameters: {
        function: name,
        value: value && [...value],
        value_shape: [...constant.shape],
        reverse: side === 0,
        // What the file keeps as a weight may learn; a number that was written into the graph may not.
        trainable: !value && isReal(constant.dtype) ? true : undefined,
      },
      weights: value ? {} : { value: { constant } },
    },
  ];
};

const MERGES: Readonly<Record<string, string>> = {
  Sum: 'Add',
  Mean: 'Average',
  Min: 'Minimum',
  Max: 'Maximum',
};

/** Sum, Mean, Min and Max of any number of operands. */
export const nary: Converter = context => {
  const { node } = context;
  const type = MERGES[node.operator];
  if (!type || node.inputs.length < 2 || !mergesAsIs(context)) return null;
  return [{ type, inputs: [...node.inputs] }];
};

const UNARY: Readonly<Record<string, string>> = {
  Abs: 'abs',
  Neg: 'neg',
  Exp: 'exp',
  Log: 'log',
  Sqrt: 'sqrt',
  Reciprocal: 'reciprocal',
  Erf: 'erf',
  Floor: 'floor',
  Ceil: 'ceil',
  Round: 'round',
  Sign: 'sign',
  Sin: 'sin',
  Cos: 'cos',
  Tan: 'tan',
  Asin: 'asin',
  Acos: 'acos',
  Atan: 'atan',
  Sinh: 'sinh',
  Cosh: 'cosh',
  Asinh: 'asinh',
  Acosh: 'acosh',
  Atanh: 'atanh',
  Not: 'not',
  IsNaN: 'isnan',
};

/** Functions of one operand. */
export const unary: Converter = context => {
  const name = UNARY[context.node.operator];
  return name === undefined
    ? null
    : [{ type: 'Unary', inputs: [context.input(0)], parameters: { function: name } }];
};

/** The operators that {@link unary} takes. */
export const UNARY_OPERATORS = Object.keys(UNARY);
/** The operators that {@link binary} takes. */
export const BINARY_OPERATORS = [...Object.keys(BINARY), 'Sum', 'Mean'];

/** Concat: along the batch or with constants the tensor's own type, else the merging layer. */
export const concat: Converter = context => {
  const { node } = context;
  const rank = context.rank(0);
  if (rank === null) return null;
  const given = attributeInt(node, 'axis', 0);
  const axis = given < 0 ? given + rank : given;
  const isMerge =
    axis > 0 && rank > 1 && node.inputs.length > 1 && node.inputs.every((_, i) => !context.constant(i));
  const isAligned =
    isMerge && node.inputs.every((_, i) => sameDim(context.shape(i)?.[0], context.shape(0)?.[0]));
  const inputs = [...node.inputs];
  if (isAligned) return [{ type: 'Concatenate', inputs, parameters: { axis } }];
  return [{ type: 'Concat', inputs, parameters: { axis } }];
};

/** x · sigmoid(x) and other activations that a pattern found. */
export function activationOf(name: string, input: string): readonly Step[] {
  return [{ type: 'Activation', inputs: [input], parameters: { activation: name } }];
}
