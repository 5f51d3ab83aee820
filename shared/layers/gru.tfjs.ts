import { applyActivation } from './arithmetic/activation.tfjs.ts';
import { gateProduct, runRecurrence, splitGates } from './arithmetic/recurrent.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type gru from './gru.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs's stock layer lacks reset_after, means another hard_sigmoid and draws its masks outside the run's seed. */
export const forward: Forward<ParametersOf<typeof gru>> = (tf, context) => {
  const { activation, recurrent_activation: gate, reset_after: resetAfter, units } = context.parameters;
  const { bias, recurrent_kernel: recurrentKernel } = context.weights;
  const [inputBias, recurrentBias] = bias && resetAfter ? tf.unstack(bias) : [bias];
  const [gateKernel, candidateKernel] =
    recurrentKernel && !resetAfter ? tf.split(recurrentKernel, [2 * units, units], 1) : [];
  const result = runRecurrence(tf, context, {
    gates: 3,
    states: 1,
    masksPerGate: true,
    inputBias,
    step({ projected, states: [h], recurrentKernel: whole, masked }) {
      if (!h) throw new Error('GRU was called without its state.');
      const seen = masked(h);
      const [xz = projected, xr = projected, xh = projected] = splitGates(tf, projected, 3);
      const product = gateProduct(
        tf,
        // Before the product the candidate's part waits for the reset gate.
        gateKernel && seen.length > 1 ? seen.slice(0, 2) : seen,
        gateKernel ?? whole,
      );
      const inner = recurrentBias ? tf.add(product, recurrentBias) : product;
      const [hz = inner, hr = inner, hh = inner] = splitGates(tf, inner, gateKernel ? 2 : 3);
      const update = applyActivation(tf, gate, tf.add(xz, hz));
      const reset = applyActivation(tf, gate, tf.add(xr, hr));
      const fed = candidateKernel
        ? tf.matMul(tf.mul(reset, seen.at(-1) ?? h), candidateKernel)
        : tf.mul(reset, hh);
      const candidate = applyActivation(tf, activation, tf.add(xh, fed));
      return [tf.add(tf.mul(update, h), tf.mul(tf.sub(1, update), candidate))];
    },
  });
  return [result];
};
