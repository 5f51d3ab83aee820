import { expect, it } from 'vitest';
import type { Tensor, Tf } from '../../../../shared/layers/tfjs-contract.ts';
import { describeNative } from '../native-testing.ts';
import { installActivationGradients } from './activation-gradients.ts';

describeNative('gradients of activations by one operation', (tf, backend) => {
  const functions: Readonly<Record<string, (tf: Tf, x: Tensor) => Tensor>> = {
    relu: (tf, x) => tf.relu(x),
    relu6: (tf, x) => tf.relu6(x),
    sigmoid: (tf, x) => tf.sigmoid(x),
    tanh: (tf, x) => tf.tanh(x),
  };
  it.each(Object.keys(functions))('%s has the slope that is spelled out', name => {
    const slope = () =>
      tf.tidy(() => {
        const x = tf.tensor1d([-7, -1, -0.1, 0, 0.1, 0.7, 2, 5.9, 6.1, 9]);
        const [gradient] = tf.grads((input: Tensor) => tf.square(functions[name]?.(tf, input) ?? input))([x]);
        return Array.from(gradient?.dataSync() ?? []);
      });
    const restore = installActivationGradients(tf, backend);
    const native = slope();
    restore();
    const spelledOut = slope();
    expect(native).toHaveLength(10);
    for (const [i, value] of spelledOut.entries()) expect(native[i]).toBeCloseTo(value, 6);
  });
});
