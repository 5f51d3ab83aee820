import type { BinaryName } from './arithmetic/binary-functions.ts';
import { inputAt } from './arithmetic/engine-dtype.ts';
import { withoutGradient } from './arithmetic/without-gradient.tfjs.ts';
import type binary from './binary.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor, Tf } from './tfjs-contract.ts';

/** Division of whole numbers cuts off the fraction; tfjs rounds it down. */
function divide(tf: Tf, x: Tensor, y: Tensor): Tensor {
  if (x.dtype !== 'int32') return tf.div(x, y);
  const quotient = tf.floorDiv(tf.abs(x), tf.abs(y));
  return tf.mul(quotient, tf.mul(tf.sign(x), tf.sign(y)));
}

/** Remainder with the sign of the dividend, as C's fmod. */
function fmod(tf: Tf, x: Tensor, y: Tensor): Tensor {
  const size = tf.mod(tf.abs(x), tf.abs(y));
  return tf.mul(size, tf.sign(x));
}

/** Remainder with the sign of the divisor: x − y ⌊x / y⌋. */
function modulo(tf: Tf, x: Tensor, y: Tensor): Tensor {
  return x.dtype === 'int32' ? tf.sub(x, tf.mul(y, tf.floorDiv(x, y))) : tf.mod(x, y);
}

const logical = (tf: Tf, x: Tensor): Tensor => tf.cast(x, 'bool');

const compared =
  (operation: 'equal' | 'notEqual' | 'less' | 'lessEqual' | 'greater' | 'greaterEqual') =>
  (tf: Tf, x: Tensor, y: Tensor): Tensor =>
    withoutGradient(tf, [x, y], (a, b) => tf[operation](a ?? x, b ?? y));

const OPERATIONS: Readonly<Record<BinaryName, (tf: Tf, x: Tensor, y: Tensor) => Tensor>> = {
  add: (tf, x, y) => tf.add(x, y),
  subtract: (tf, x, y) => tf.sub(x, y),
  multiply: (tf, x, y) => tf.mul(x, y),
  divide,
  power: (tf, x, y) => tf.pow(x, tf.cast(y, x.dtype)),
  modulo,
  fmod,
  minimum: (tf, x, y) => tf.minimum(x, y),
  maximum: (tf, x, y) => tf.maximum(x, y),
  equal: compared('equal'),
  not_equal: compared('notEqual'),
  less: compared('less'),
  less_equal: compared('lessEqual'),
  greater: compared('greater'),
  greater_equal: compared('greaterEqual'),
  and: (tf, x, y) => tf.logicalAnd(logical(tf, x), logical(tf, y)),
  or: (tf, x, y) => tf.logicalOr(logical(tf, x), logical(tf, y)),
  xor: (tf, x, y) => tf.logicalXor(logical(tf, x), logical(tf, y)),
};

/** Stretches an operand: tfjs's gradients of minimum, maximum and mod do not broadcast. */
function stretched(tf: Tf, x: Tensor, shape: readonly number[]): Tensor {
  return x.shape.join() === shape.join() ? x : tf.broadcastTo(x, [...shape]);
}

/** Own computation: one operation of the engine on operands of one shape. */
export const forward: Forward<ParametersOf<typeof binary>> = (
  tf,
  { parameters: p, inputs, weights: { value } },
) => {
  const x = inputAt(inputs, 0);
  const y = inputs[1] ?? tf.cast(value ?? tf.tensor([...(p.value ?? [])], [...p.value_shape]), x.dtype);
  const [left, right] = p.reverse ? [y, x] : [x, y];
  const shape = tf.backend_util.assertAndGetBroadcastShape(left.shape, right.shape);
  return [OPERATIONS[p.function](tf, stretched(tf, left, shape), stretched(tf, right, shape))];
};
