import { sizeOf } from '../../../../shared/layers/arithmetic/elements.ts';
import { ATTRIBUTE, DT } from '../native-backend.ts';
import { hasFlag, type Rewrite, typeAttribute } from './trace-rewriter.ts';

/**
 * A sum over all axes but the last, which is what the gradient of a bias is, by TensorFlow's own operation for it, which takes less time
 * (tensorflow/core/ops/nn_ops.cc, BiasAddGrad). It gets a table: beside the gradient of a convolution oneDNN would make one operation of the two
 * that takes longer than both.
 */
export const biasGradient: Rewrite = (writer, operation) => {
  const {
    name,
    inputs: [x, axes],
    outputs: [output],
  } = operation;
  if (name !== 'Sum' || !x || !axes || !output || hasFlag(operation, 'keep_dims')) return null;
  const { dtype, shape } = writer.typeOf(x);
  const summed = [...(writer.valuesOf(axes) ?? [])].sort((a, b) => a - b);
  if (dtype !== DT.float || shape.length < 2 || summed.join() !== [...shape.slice(1).keys()].join())
    return null;
  const columns = shape.at(-1) ?? 1;
  const table = writer.reshaped(x, [sizeOf(shape) / Math.max(1, columns), columns]);
  const layout = { name: 'data_format', type: ATTRIBUTE.string, value: 'NHWC' };
  return [writer.add('BiasAddGrad', [typeAttribute('T', DT.float), layout], [table], output)];
};
