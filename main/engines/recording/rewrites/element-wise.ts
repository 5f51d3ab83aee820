import type { Source, TracedOperation } from '../trace.ts';
import type { Rewrite, TraceRewriter } from './trace-rewriter.ts';

/** Activations of one input that TensorFlow fuses with a convolution or product. */
const ACTIVATIONS = new Set(['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Sigmoid', 'Tanh']);
/** Their gradients: of the gradient behind them and their input or output. */
const GRADIENTS = new Set(['ReluGrad', 'Relu6Grad', 'EluGrad', 'LeakyReluGrad', 'SigmoidGrad', 'TanhGrad']);

/**
 * An operation number by number is done before a reshaping instead of behind it. So the bias and the activation of a one-dimensional convolution,
 * which TensorFlow.js computes as a two-dimensional one, stand right behind it, and TensorFlow makes one operation of the three.
 */
export const beforeReshaping: Rewrite = (writer, operation) => {
  const [output] = operation.outputs;
  const inputs = originsOf(writer, operation);
  const [first] = inputs ?? [];
  if (!output || !inputs || !first) return null;
  const { shape } = writer.typeOf(first);
  const made = writer.add(operation.name, operation.attributes, inputs, { ...output, shape });
  return [writer.reshaped(made, output.shape)];
};

/** What the inputs were before they were reshaped; null where the operation cannot be done on that. */
function originsOf(
  writer: TraceRewriter,
  { name, inputs: [first, second] }: TracedOperation,
): readonly Source[] | null {
  if (!first) return null;
  const origin = writer.originOf(first);
  if (origin === first) return null;
  if (ACTIVATIONS.has(name)) return [origin];
  if (!second) return null;
  const { shape } = writer.typeOf(origin);
  if (GRADIENTS.has(name)) {
    const other = writer.originOf(second);
    return writer.typeOf(other).shape.join() === shape.join() ? [origin, other] : null;
  }
  const columns = shape.at(-1);
  const isBias =
    name === 'Add' &&
    columns === writer.typeOf(first).shape.at(-1) &&
    columns !== undefined &&
    writer.typeOf(second).shape.join() === String(columns);
  return isBias ? [origin, second] : null;
}
