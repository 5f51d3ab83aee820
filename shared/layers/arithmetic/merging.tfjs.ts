import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { type MissingAs, mergeMasked } from './merging-masks.ts';

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

/**
 * {@link mergeElements} of inputs of which steps may be missing.
 *
 * @param tf the engine
 * @param context the forward's inputs and masks
 * @param operation on two of them
 * @param missing what stands in for a missing step
 */
export function mergeMaskedElements(
  tf: Tf,
  { inputs, masks }: Pick<ForwardContext, 'inputs' | 'masks'>,
  operation: (left: Tensor, right: Tensor) => Tensor,
  missing: MissingAs,
): Tensor {
  if (!masks) return mergeElements(tf, inputs, operation);
  const values = broadcastInputs(tf, inputs);
  const [first] = values;
  const shape = first?.shape ?? [];
  const choose = (mask: Tensor, value: Tensor, otherwise: Tensor): Tensor =>
    tf.where(mask, value, tf.broadcastTo(otherwise, value.shape));
  const algebra = {
    join: operation,
    choose,
    either: (a: Tensor, b: Tensor): Tensor => tf.logicalOr(a, b),
    one: tf.scalar(1),
    zero: tf.scalar(0),
  };
  const stretched = inputs.map((input, port): Tensor | undefined => {
    const mask = masks[port];
    const [batch = 1, ...rest] = mask?.shape ?? [];
    const added = Array.from({ length: shape.length - input.rank }, () => 1);
    // Stretched as numbers: not every engine stretches booleans.
    return (
      mask &&
      tf.cast(
        tf.broadcastTo(tf.reshape(tf.cast(mask, 'float32'), [batch, ...added, ...rest, 1]), shape),
        'bool',
      )
    );
  });
  return mergeMasked(values, stretched, algebra, missing);
}
