import type { Dim, Shape, Value } from '../../document/value.ts';
import type { FileNode } from './onnx-file.ts';

/** Operators whose first output is as their first input. */
const LIKE_FIRST: ReadonlySet<string> = new Set(
  `Abs Acos Acosh Asin Asinh Atan Atanh BatchNormalization Bernoulli Ceil Celu Clip Cos Cosh CumSum CumProd Dropout Elu Erf Exp Floor Gelu
  GroupNormalization HardSigmoid HardSwish Hardmax Identity InstanceNormalization LRN LayerNormalization LeakyRelu Log LogSoftmax LpNormalization
  MeanVarianceNormalization Mish Neg PRelu QuantizeLinear RMSNormalization Reciprocal Relu ReverseSequence Round Scatter ScatterElements ScatterND
  Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu Trilu RotaryEmbedding TensorScatter`.split(
    /\s+/,
  ),
);
/** Operators of two or more operands that broadcast. */
const BROADCAST: ReadonlySet<string> = new Set(
  'Add And BitShift BitwiseAnd BitwiseOr BitwiseXor Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean Min Mod Mul Or Pow Sub Sum Xor'.split(
    ' ',
  ),
);
const RECURRENT: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);
const TESTS: ReadonlySet<string> = new Set(
  'Equal Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual'.split(' '),
);

/**
 * What an operator that is carried gives, where the file does not tell; only what follows from the operator's definition alone.
 *
 * @param node the operator
 * @param inputs what is known of its inputs; undefined for one that is left out
 * @param port number of the output
 */
export function carriedValue(node: FileNode, inputs: readonly (Value | undefined)[], port: number): Value {
  const [first] = inputs;
  const dtype = first?.dtype ?? 'float32';
  const unknown: Value = { dtype: TESTS.has(node.operator) ? 'bool' : dtype, shape: null };
  if (node.domain !== '' || !first) return unknown;
  if (RECURRENT.has(node.operator)) return { dtype, shape: recurrentShape(node, inputs, port) };
  if (port > 0) return unknown;
  if (LIKE_FIRST.has(node.operator))
    return {
      dtype: node.operator === 'QuantizeLinear' ? (inputs[2]?.dtype ?? 'uint8') : dtype,
      shape: first.shape,
    };
  if (node.operator === 'DequantizeLinear')
    return { dtype: inputs[1]?.dtype ?? 'float32', shape: first.shape };
  if (node.operator === 'NonZero') return { dtype: 'int64', shape: [first.shape?.length ?? null, null] };
  if (!BROADCAST.has(node.operator)) return unknown;
  let shape: Shape | null = first.shape;
  for (const input of inputs.slice(1)) shape = broadcast(shape, input?.shape ?? null);
  return { ...unknown, shape };
}

/** Y (steps, directions, batch, units), Y_h and Y_c (directions, batch, units). */
function recurrentShape(node: FileNode, inputs: readonly (Value | undefined)[], port: number): Shape | null {
  const shape = inputs[0]?.shape;
  const recurrent = inputs[2]?.shape;
  if (shape?.length !== 3 || recurrent?.length !== 3 || (node.attributes.get('layout')?.int ?? 0) !== 0)
    return null;
  const [steps = null, batch = null] = shape;
  const [directions = null, , units = null] = recurrent;
  return port === 0 ? [steps, directions, batch, units] : [directions, batch, units];
}

function broadcast(a: Shape | null, b: Shape | null): Shape | null {
  if (!a || !b) return null;
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i): Dim => {
    const left = i < rank - a.length ? 1 : (a[i - rank + a.length] ?? null);
    const right = i < rank - b.length ? 1 : (b[i - rank + b.length] ?? null);
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    // Of an open extent and one of more than 1, the known one is what both must be.
    return typeof left === 'number' ? left : typeof right === 'number' ? right : null;
  });
}
