import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type relu from './relu.ts';
import type { Forward } from './tfjs-contract.ts';

/**
 * Own computation because tfjs has max_value alone. By step, since tfjs has no gradient for a comparison.
 * Source: keras/src/activations/activations.py, relu.
 */
export const forward: Forward<ParametersOf<typeof relu>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const active = p.threshold === 0 ? tf.relu(x) : tf.mul(x, tf.step(tf.sub(x, p.threshold)));
  const limited = p.max_value === null ? active : tf.minimum(active, p.max_value);
  if (p.negative_slope === 0) return [limited];
  return [tf.sub(limited, tf.mul(tf.relu(tf.sub(p.threshold, x)), p.negative_slope))];
};
