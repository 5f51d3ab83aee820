import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { UnaryName } from './arithmetic/unary-functions.ts';
import { withoutGradient } from './arithmetic/without-gradient.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor, Tf } from './tfjs-contract.ts';
import type unary from './unary.ts';

/** TensorFlow.js's names where they differ. */
const OPERATIONS: Readonly<Record<UnaryName, (tf: Tf, x: Tensor) => Tensor>> = {
  abs: (tf, x) => tf.abs(x),
  neg: (tf, x) => tf.neg(x),
  exp: (tf, x) => tf.exp(x),
  log: (tf, x) => tf.log(x),
  sqrt: (tf, x) => tf.sqrt(x),
  reciprocal: (tf, x) => tf.reciprocal(x),
  erf: (tf, x) => tf.erf(x),
  floor: (tf, x) => tf.floor(x),
  ceil: (tf, x) => tf.ceil(x),
  round: (tf, x) => tf.round(x),
  sign: (tf, x) => tf.sign(x),
  sin: (tf, x) => tf.sin(x),
  cos: (tf, x) => tf.cos(x),
  tan: (tf, x) => tf.tan(x),
  asin: (tf, x) => tf.asin(x),
  acos: (tf, x) => tf.acos(x),
  atan: (tf, x) => tf.atan(x),
  sinh: (tf, x) => tf.sinh(x),
  cosh: (tf, x) => tf.cosh(x),
  tanh: (tf, x) => tf.tanh(x),
  asinh: (tf, x) => tf.asinh(x),
  acosh: (tf, x) => tf.acosh(x),
  atanh: (tf, x) => tf.atanh(x),
  not: (tf, x) => tf.logicalNot(tf.cast(x, 'bool')),
  isnan: (tf, x) => withoutGradient(tf, [x], (given = x) => tf.isNaN(given)),
  isinf: (tf, x) => withoutGradient(tf, [x], (given = x) => tf.isInf(given)),
};

/** Own computation: one operation of the engine. */
export const forward: Forward<ParametersOf<typeof unary>> = (tf, { parameters: p, inputs }) => [
  OPERATIONS[p.function](tf, soleInput(inputs)),
];
