import { applyActivation } from './arithmetic/activation.tfjs.ts';
import { gateProduct, runRecurrence } from './arithmetic/recurrent.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type simpleRnn from './simple-rnn.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs's stock layer means another hard_sigmoid and draws its dropout masks outside the run's seed. */
export const forward: Forward<ParametersOf<typeof simpleRnn>> = (tf, context) => [
  runRecurrence(tf, context, {
    gates: 1,
    states: 1,
    masksPerGate: false,
    inputBias: context.weights.bias,
    step({ projected, states: [h], recurrentKernel, masked }) {
      if (!h) throw new Error('SimpleRNN was called without its state.');
      const sum = tf.add(projected, gateProduct(tf, masked(h), recurrentKernel));
      return [applyActivation(tf, context.parameters.activation, sum)];
    },
  }),
];
