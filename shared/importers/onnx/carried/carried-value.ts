import type { Value } from '../../../document/value.ts';
import type { ConvertContext } from '../convert-context.ts';
import { broadcastAll } from './broadcast-shapes.ts';
import { CLASSICAL_SHAPES } from './classical-shapes.ts';
import { outputType } from './operator-types.ts';
import { SELECTION_SHAPES } from './selection-shapes.ts';
import type { ShapeRule } from './shape-rule.ts';
import { TENSOR_SHAPES } from './tensor-shapes.ts';
import { WINDOW_SHAPES } from './window-shapes.ts';

/** Operators whose first output is as their first input. */
const LIKE_FIRST =
  `Abs Acos Acosh Asin Asinh Atan Atanh BatchNormalization Bernoulli BitCast BitwiseNot Cast CastLike Ceil Celu Clip Cos Cosh CumSum CumProd
  DequantizeLinear Dropout Elu Erf Exp Floor Gelu GroupNormalization HardSigmoid HardSwish Hardmax Identity InstanceNormalization IsInf IsNaN
  LRN LayerNormalization LeakyRelu Log LogSoftmax LpNormalization MeanVarianceNormalization Mish Neg Not PRelu QuantizeLinear
  RMSNormalization RandomNormalLike RandomUniformLike Reciprocal RegexFullMatch Relu ReverseSequence RotaryEmbedding Round Scatter ScatterElements
  ScatterND Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Swish Tan Tanh TensorScatter ThresholdedRelu Trilu`.split(
    /\s+/,
  );
/** Operators whose operands broadcast. */
const BROADCAST =
  'Add And BitShift BitwiseAnd BitwiseOr BitwiseXor Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean Min Mod Mul Or Pow StringConcat Sub Sum Where Xor';

const likeFirst: ShapeRule = (context, port) =>
  // A second output (a mask, say) has its own extents, save that of Dropout.
  port === 0 || context.node.operator === 'Dropout' ? context.shape(0) : null;

const broadcast: ShapeRule = context => broadcastAll(context.node.inputs.map((_, i) => context.shape(i)));

/** Y (steps, directions, batch, units), Y_h and Y_c (directions, batch, units). */
const recurrent: ShapeRule = (context, port) => {
  const shape = context.shape(0);
  const weights = context.shape(2);
  const isBatchFirst = (context.node.attributes.get('layout')?.int ?? 0) !== 0;
  if (shape?.length !== 3 || weights?.length !== 3) return null;
  const [steps = null, batch = null] = isBatchFirst ? [shape[1], shape[0]] : shape;
  const [directions = null, , units = null] = weights;
  if (isBatchFirst) return port === 0 ? [batch, steps, directions, units] : [batch, directions, units];
  return port === 0 ? [steps, directions, batch, units] : [directions, batch, units];
};

const RULES: ReadonlyMap<string, ShapeRule> = new Map<string, ShapeRule>([
  ...LIKE_FIRST.map((name): [string, ShapeRule] => [name, likeFirst]),
  ...BROADCAST.split(' ').map((name): [string, ShapeRule] => [name, broadcast]),
  ...['LSTM', 'GRU', 'RNN'].map((name): [string, ShapeRule] => [name, recurrent]),
  ...Object.entries(TENSOR_SHAPES),
  ...Object.entries(SELECTION_SHAPES),
  ...Object.entries(WINDOW_SHAPES),
]);

/**
 * What an operator that is carried gives, where the file does not tell; only what follows from the operator's definition alone.
 *
 * @param context the operator with what is known of its inputs
 * @param port number of the output
 */
export function carriedValue(context: ConvertContext, port: number): Value {
  const { node } = context;
  const rule =
    node.domain === ''
      ? RULES.get(node.operator)
      : node.domain === 'ai.onnx.ml'
        ? CLASSICAL_SHAPES[node.operator]
        : undefined;
  const { dtype, like } = outputType(context, port);
  const form = like === null ? undefined : context.form(like);
  return { dtype, shape: rule?.(context, port) ?? null, ...(form === undefined ? {} : { form }) };
}
