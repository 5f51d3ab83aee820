import { mergeElements } from './arithmetic/merging.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type customScaleLayer from './custom-scale-layer.ts';
import type { Forward } from './tfjs-contract.ts';

/** The first input plus scale times the second. */
export const forward: Forward<ParametersOf<typeof customScaleLayer>> = (
  tf,
  { parameters: { scale }, inputs },
) => [mergeElements(tf, inputs, (main, branch) => tf.add(main, tf.mul(branch, scale)))];
