import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type normalization from './normalization.ts';
import { broadcastShape, givenShape, SMALLEST_DEVIATION } from './normalization.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof normalization>> = (
  tf,
  { parameters: p, inputs, weights },
) => {
  const x = soleInput(inputs);
  const rank = x.shape.length;
  const figure = (name: 'mean' | 'variance') => {
    const given = p[name];
    if (given !== null) return tf.tensor([...given], [...givenShape(p, given, rank)]);
    const weight = weights[name];
    if (!weight) throw new Error(`Normalization was called without its ${name}.`);
    return tf.reshape(weight, [...broadcastShape(p, x.shape)]);
  };
  const mean = figure('mean');
  const deviation = tf.maximum(tf.sqrt(figure('variance')), SMALLEST_DEVIATION);
  return [p.invert ? tf.add(tf.mul(x, deviation), mean) : tf.div(tf.sub(x, mean), deviation)];
};
