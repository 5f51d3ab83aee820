import type { Source, Trace, TracedOperation, ValueType } from './trace.ts';

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
export function estimatedMilliseconds({ operations, constants, inputs, state }: Trace): number {
  const typeOf = (source: Source): ValueType | undefined => {
    if (source.kind === 'operation') return operations[source.index]?.outputs[source.output];
    if (source.kind === 'constant') return constants[source.index];
    return (source.kind === 'input' ? inputs : state).get(source.name);
  };
  let milliseconds = 0;
  for (const operation of operations) {
    const taken = operation.inputs.map(typeOf);
    const numbers = [...taken, ...operation.outputs].reduce((sum, type) => sum + elements(type), 0);
    milliseconds += START + numbers / NUMBERS + multiplyAdds(operation, taken) / MULTIPLY_ADDS;
  }
  return milliseconds;
}

/** Those of products and convolutions with their gradients; 0 for operations whose time is that of their memory. */
function multiplyAdds(
  { name, outputs }: TracedOperation,
  inputs: readonly (ValueType | undefined)[],
): number {
  const [output] = outputs;
  if (/^(Batch)?MatMul/.test(name)) {
    // Of m x k and k x n: the three products of extents multiply to the square of m k n, and of each in a stack.
    const stack = (output?.shape ?? []).slice(0, -2).reduce((product, extent) => product * extent, 1);
    const [a, b] = inputs;
    return Math.sqrt((elements(a) * elements(b) * elements(output)) / stack);
  }
  if (!/^(Conv[23]D|DepthwiseConv2d)/.test(name)) return 0;
  // An output of the convolution is a sum over the filter's window; its gradients do the same sums in another order.
  const filter = name.includes('BackpropFilter') ? output : inputs[1];
  const convolved = name.includes('Backprop') ? inputs[2] : output;
  const outputChannels = name.startsWith('Depthwise')
    ? (filter?.shape.slice(-2) ?? [])
    : (filter?.shape.slice(-1) ?? []);
  return (
    (elements(convolved) * elements(filter)) / outputChannels.reduce((product, extent) => product * extent, 1)
  );
}

function elements(type: ValueType | undefined): number {
  return type?.shape.reduce((product, extent) => product * extent, 1) ?? 0;
}
