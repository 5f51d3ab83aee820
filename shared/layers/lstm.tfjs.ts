import { applyActivation } from './arithmetic/activation.tfjs.ts';
import { gateProduct, runRecurrence, splitGates } from './arithmetic/recurrent.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type lstm from './lstm.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs's stock layer means another hard_sigmoid and draws its dropout masks outside the run's seed. */
export const forward: Forward<ParametersOf<typeof lstm>> = (tf, context) => {
  const { activation, recurrent_activation: gate } = context.parameters;
  const result = runRecurrence(tf, context, {
    gates: 4,
    states: 2,
    masksPerGate: true,
    inputBias: context.weights.bias,
    step({ projected, states: [h, c], recurrentKernel, masked }) {
      if (!h || !c) throw new Error('LSTM was called without its states.');
      const sum = tf.add(projected, gateProduct(tf, masked(h), recurrentKernel));
      const [i = sum, f = sum, candidate = sum, o = sum] = splitGates(tf, sum, 4);
      const kept = tf.mul(applyActivation(tf, gate, f), c);
      const entered = tf.mul(applyActivation(tf, gate, i), applyActivation(tf, activation, candidate));
      const memory = tf.add(kept, entered);
      return [tf.mul(applyActivation(tf, gate, o), applyActivation(tf, activation, memory)), memory];
    },
  });
  return [result];
};
