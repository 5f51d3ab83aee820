import { sizeOf } from '../../../shared/layers/arithmetic/elements.ts';
import { type Trace, type TracedOperation, typeOfSource, type ValueType } from './trace.ts';

/** Multiply-adds in a millisecond: two cores of a desktop processor, in the convolutions and products of the benchmark's networks. */
const MULTIPLY_ADDS = 50_000_000;
/** Numbers read or written in a millisecond, in the same networks; much of it is in caches or fused away. */
const NUMBERS = 8_000_000;
/** Milliseconds for starting one operation of a graph. */
const START = 0.003;

/**
 * Estimates how long a recorded step takes, from its operations alone, so that it is the same on every machine and at any load. Right to
 * a factor of about two on a desktop processor; nothing that must be exact may depend on it.
 *
 * @param trace the step
 * @returns milliseconds
 */
export function estimatedMilliseconds(trace: Trace): number {
  let milliseconds = 0;
  for (const operation of trace.operations) {
    const taken = operation.inputs.map(source => typeOfSource(trace, source));
    const numbers = [...taken, ...operation.outputs].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    milliseconds += START + numbers / NUMBERS + multiplyAdds(operation, taken) / MULTIPLY_ADDS;
  }
  return milliseconds;
}

/** Those of products and convolutions with their gradients; 0 for operations whose time is that of their memory. */
function multiplyAdds({ name, outputs }: TracedOperation, inputs: readonly ValueType[]): number {
  const output = outputs[0]?.shape ?? [];
  const [first = [], second = [], third = []] = inputs.map(({ shape }) => shape);
  if (/^(Batch)?MatMul/.test(name)) {
    // Of m x k and k x n: the three products of extents multiply to the square of m k n, and of each in a stack.
    const stack = sizeOf(output.slice(0, -2));
    return Math.sqrt((sizeOf(first) * sizeOf(second) * sizeOf(output)) / stack);
  }
  if (!/^(Conv[23]D|DepthwiseConv2d)/.test(name)) return 0;
  // An output of the convolution is a sum over the filter's window; its gradients do the same sums in another order.
  const filter = name.includes('BackpropFilter') ? output : second;
  const convolved = name.includes('Backprop') ? third : output;
  const outputChannels = filter.slice(name.startsWith('Depthwise') ? -2 : -1);
  return (sizeOf(convolved) * sizeOf(filter)) / sizeOf(outputChannels);
}
