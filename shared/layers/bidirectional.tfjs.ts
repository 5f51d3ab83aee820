import type { OpenedLayer } from './arithmetic/inner-layer.ts';
import type bidirectional from './bidirectional.ts';
import { directions } from './bidirectional.ts';
import type { ParametersOf } from './contract.ts';
import { PLAIN_FORWARDS } from './plain-forwards.generated.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Two inner forwards, each with the weights under its prefix. */
export const forward: Forward<ParametersOf<typeof bidirectional>> = (tf, context) => {
  const { forward: first, backward: second } = directions(context.parameters);
  const run = ({ layer, parameters }: OpenedLayer, prefix: string): Tensor => {
    const weights = Object.entries(context.weights).flatMap(([name, weight]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), weight] as const] : [],
    );
    const inner = PLAIN_FORWARDS.get(layer.type);
    const [result] = inner?.(tf, { ...context, parameters, weights: Object.fromEntries(weights) }) ?? [];
    if (!result) throw new Error(`The layer type ${layer.type} has no forward computation.`);
    return result;
  };
  const isSequence = second.parameters.return_sequences === true;
  const mask = isSequence ? context.masks?.[0] : undefined;
  // Keras gives nothing but 0 at missing steps where both directions must speak of the same one.
  const shown = (result: Tensor): Tensor =>
    mask ? tf.mul(result, tf.expandDims(tf.cast(mask, 'float32'), -1)) : result;
  const one = shown(run(first, 'forward_layer/'));
  const made = run(second, 'backward_layer/');
  const other = shown(isSequence ? tf.reverse(made, 1) : made);
  switch (context.parameters.merge_mode) {
    case null:
      return [one, other];
    case 'concat':
      return [tf.concat([one, other], -1)];
    case 'mul':
      return [tf.mul(one, other)];
    case 'sum':
      return [tf.add(one, other)];
    case 'ave':
      return [tf.mul(tf.add(one, other), 0.5)];
  }
};
