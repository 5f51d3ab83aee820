import { inputAt } from './arithmetic/engine-dtype.ts';
import { withoutGradient } from './arithmetic/without-gradient.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type maskStep from './mask-step.ts';
import { joinedMasks } from './mask-step.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation: booleans beside the values. */
export const forward: Forward<ParametersOf<typeof maskStep>> = (tf, { parameters: p, inputs }) => {
  const x = inputAt(inputs, 0);
  const value = () => tf.scalar(p.value, x.dtype === 'int32' ? 'int32' : 'float32');
  const either = (masks: readonly Tensor[]) =>
    masks.reduce((left, right) => tf.logicalOr(left.toBool(), right.toBool()));
  switch (p.operation) {
    case 'not_equal':
      return [withoutGradient(tf, [x], (given = x) => tf.notEqual(given, value()))];
    case 'any_not_equal':
      return [withoutGradient(tf, [x], (given = x) => tf.any(tf.notEqual(given, value()), -1))];
    case 'or':
      return [either(inputs)];
    case 'join': {
      const { parts, isLast, axis } = joinedMasks(p, x.rank, inputs.length);
      const masks = parts.map(({ tensor, mask }) =>
        mask === null ? tf.ones(inputAt(inputs, tensor).shape.slice(0, -1), 'bool') : inputAt(inputs, mask),
      );
      // Joined as numbers: TensorFlow joins tensors of one type alone, and layers give booleans as such or as numbers.
      const numbers = masks.map(mask => tf.cast(mask, 'float32'));
      return [isLast ? either(masks) : tf.cast(tf.concat(numbers, axis), 'bool')];
    }
  }
};
