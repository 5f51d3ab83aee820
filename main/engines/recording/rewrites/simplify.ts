import { ATTRIBUTE } from '../native-backend.ts';
import type { Trace } from '../trace.ts';
import { biasGradient } from './bias-gradient.ts';
import { beforeReshaping } from './element-wise.ts';
import { hasFlag, type Rewrite, TraceRewriter, typeAttribute } from './trace-rewriter.ts';

/**
 * A recorded step without what computes nothing, casts to the same type, reshapings to the same shape or of a reshaping, and with operations that
 * TensorFlow does faster, or can fuse with others, in the place of some.
 */
export function simplified(trace: Trace): Trace {
  return new TraceRewriter(trace).rewritten([
    withoutCast,
    oneReshaping,
    plainProduct,
    biasGradient,
    beforeReshaping,
  ]);
}

const withoutCast: Rewrite = (writer, { name, inputs: [input], outputs: [output] }) =>
  name === 'Cast' && input && output && writer.typeOf(input).dtype === output.dtype ? [input] : null;

const oneReshaping: Rewrite = (writer, { name, inputs: [input], outputs: [output] }) =>
  name === 'Reshape' && input && output ? [writer.reshaped(input, output.shape)] : null;

/**
 * Products of stacks of matrices, which is what TensorFlow.js asks for, become plain ones where there is one matrix, which TensorFlow can fuse with
 * the bias and the activation behind them.
 */
const plainProduct: Rewrite = (writer, operation) => {
  const {
    name,
    inputs: [a, b],
    outputs: [output],
  } = operation;
  if (name !== 'BatchMatMulV2' || !a || !b || !output) return null;
  const factors = [a, b].map(source => writer.typeOf(source).shape);
  const isOne = (extents: readonly number[]) =>
    extents.length === 2 || (extents.length === 3 && extents[0] === 1);
  if (!factors.every(isOne)) return null;
  const { dtype, shape } = output;
  const made = writer.add(
    'MatMul',
    [
      typeAttribute('T', dtype),
      { name: 'transpose_a', type: ATTRIBUTE.bool, value: hasFlag(operation, 'adj_x') },
      { name: 'transpose_b', type: ATTRIBUTE.bool, value: hasFlag(operation, 'adj_y') },
    ],
    [a, b].map((source, i) => writer.reshaped(source, factors[i]?.slice(-2) ?? [])),
    { dtype, shape: shape.slice(-2) },
  );
  return [writer.reshaped(made, shape)];
};
