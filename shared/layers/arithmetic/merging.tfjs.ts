import type { Tensor, Tf } from '../tfjs-contract.ts';

/**
 * Brings the inputs of an element-wise merge to one shape by Keras's rules (a lower rank is filled up behind the batch,
 * extents of 1 stretch). Stretched explicitly, since tfjs's gradients of maximum and minimum do not broadcast.
 *
 * @param tf the engine
 * @param inputs at least one tensor
 */
export function broadcastInputs(tf: Tf, inputs: readonly Tensor[]): readonly Tensor[] {
  const rank = Math.max(...inputs.map(input => input.rank));
  const aligned = inputs.map(input => {
    const [batch = 1, ...rest] = input.shape;
    return input.rank === rank
      ? input
      : tf.reshape(input, [batch, ...Array.from({ length: rank - input.rank }, () => 1), ...rest]);
  });
  const shape = Array.from({ length: rank }, (_, axis) => {
    const extents = aligned.map(input => input.shape[axis] ?? 1);
    return extents.find(extent => extent !== 1) ?? 1;
  });
  return aligned.map(input =>
    input.shape.every((extent, axis) => extent === shape[axis]) ? input : tf.broadcastTo(input, shape),
  );
}

/**
 * Merges element by element, from the first input to the last.
 *
 * @param tf the engine
 * @param inputs at least one tensor
 * @param operation on two of them
 */
export function mergeElements(
  tf: Tf,
  inputs: readonly Tensor[],
  operation: (left: Tensor, right: Tensor) => Tensor,
): Tensor {
  const [first, ...rest] = broadcastInputs(tf, inputs);
  if (!first) throw new Error('A merging layer was called without inputs.');
  return rest.reduce(operation, first);
}
