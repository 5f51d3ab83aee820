import { engineType } from './arithmetic/engine-dtype.ts';
import type constant from './constant.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof constant>> = (
  tf,
  { parameters: p, weights: { value } },
) => {
  const dtype = engineType(p.dtype);
  return [
    value ? tf.cast(value, dtype) : tf.cast(tf.tensor([...(p.value ?? [])], [...p.shape], 'float32'), dtype),
  ];
};
