import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './activation.tfjs.ts';
import activation from './activation.ts';
import { forwardGradient, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

const X = [-7, -3.5, -1.5, -0.25, 0, 0.25, 1.5, 3.5, 7];
/** Without the points where a function has a corner. */
const SMOOTH = [-3.5, -1.5, -0.25, 0.25, 1.5, 3.5, 7];

// Values and gradients: keras.activations of Keras 3.15.1 on TensorFlow, rounded to five decimals.
const VALUES: Readonly<Record<string, readonly number[]>> = {
  linear: X,
  sigmoid: [0.00091, 0.02931, 0.18243, 0.43782, 0.5, 0.56218, 0.81757, 0.97069, 0.99909],
  hard_sigmoid: [0, 0, 0.25, 0.45833, 0.5, 0.54167, 0.75, 1, 1],
  tanh: [-1, -0.99818, -0.90515, -0.24492, 0, 0.24492, 0.90515, 0.99818, 1],
  relu: [0, 0, 0, 0, 0, 0.25, 1.5, 3.5, 7],
  relu6: [0, 0, 0, 0, 0, 0.25, 1.5, 3.5, 6],
  leaky_relu: [-1.4, -0.7, -0.3, -0.05, 0, 0.25, 1.5, 3.5, 7],
  elu: [-0.99909, -0.9698, -0.77687, -0.2212, 0, 0.25, 1.5, 3.5, 7],
  selu: [-1.7565, -1.70501, -1.36581, -0.38889, 0, 0.26268, 1.57605, 3.67745, 7.35491],
  softplus: [0.00091, 0.02975, 0.20141, 0.57594, Math.LN2, 0.82594, 1.70141, 3.52975, 7.00091],
  softsign: [-0.875, -0.77778, -0.6, -0.2, 0, 0.2, 0.6, 0.77778, 0.875],
  silu: [-0.00638, -0.10259, -0.27364, -0.10946, 0, 0.14054, 1.22636, 3.39741, 6.99362],
  gelu: [0, -0.00081, -0.10021, -0.10032, 0, 0.14968, 1.39979, 3.49919, 7],
  celu: [-0.99909, -0.9698, -0.77687, -0.2212, 0, 0.25, 1.5, 3.5, 7],
  hard_silu: [0, 0, -0.375, -0.11458, 0, 0.13542, 1.125, 3.5, 7],
  mish: [-0.00638, -0.1041, -0.2981, -0.12993, 0, 0.16957, 1.40338, 3.49399, 6.99999],
  log_sigmoid: [-7.00091, -3.52975, -1.70141, -0.82594, -Math.LN2, -0.57594, -0.20141, -0.02975, -0.00091],
  hard_tanh: [-1, -1, -1, -0.25, 0, 0.25, 1, 1, 1],
  hard_shrink: [-7, -3.5, -1.5, 0, 0, 0, 1.5, 3.5, 7],
  soft_shrink: [-6.5, -3, -1, 0, 0, 0, 1, 3, 6.5],
  tanh_shrink: [-6, -2.50182, -0.59485, -0.00508, 0, 0.00508, 0.59485, 2.50182, 6],
  exponential: [0.00091, 0.0302, 0.22313, 0.7788, 1, 1.28403, 4.48169, 33.11545, 1096.63318],
  squareplus: [0.14005, 0.26556, 0.5, 0.88278, 1, 1.13278, 2, 3.76556, 7.14005],
  softmax: [0, 0.00003, 0.0002, 0.00068, 0.00088, 0.00113, 0.00394, 0.02911, 0.96403],
  log_softmax: [-14.03663, -10.53663, -8.53663, -7.28663, -7.03663, -6.78663, -5.53663, -3.53663, -0.03663],
  // Netloom's own: 1 from 0 on.
  step: [0, 0, 0, 0, 1, 1, 1, 1, 1],
};
const GRADIENTS: Readonly<Record<string, readonly number[]>> = {
  linear: [1, 1, 1, 1, 1, 1, 1],
  sigmoid: [0.02845, 0.14915, 0.24613, 0.24613, 0.14915, 0.02845, 0.00091],
  hard_sigmoid: [0, 0.16667, 0.16667, 0.16667, 0.16667, 0, 0],
  tanh: [0.00364, 0.18071, 0.94001, 0.94001, 0.18071, 0.00364, 0],
  relu: [0, 0, 0, 1, 1, 1, 1],
  relu6: [0, 0, 0, 1, 1, 1, 0],
  leaky_relu: [0.2, 0.2, 0.2, 1, 1, 1, 1],
  elu: [0.0302, 0.22313, 0.7788, 1, 1, 1, 1],
  selu: [0.05309, 0.39228, 1.36921, 1.0507, 1.0507, 1.0507, 1.0507],
  softplus: [0.02931, 0.18243, 0.43782, 0.56218, 0.81757, 0.97069, 0.99909],
  softsign: [0.04938, 0.16, 0.64, 0.64, 0.16, 0.04938, 0.01563],
  silu: [-0.07027, -0.04129, 0.37629, 0.62371, 1.04129, 1.07027, 1.00546],
  gelu: [-0.00282, -0.12747, 0.30461, 0.69537, 1.12747, 1.00282, 1],
  celu: [0.0302, 0.22313, 0.7788, 1, 1, 1, 1],
  hard_silu: [0, 0, 0.41667, 0.58333, 1, 1, 1],
  mish: [-0.07276, -0.0641, 0.43982, 0.75417, 1.08849, 1.00994, 1.00002],
  log_sigmoid: [0.97069, 0.81757, 0.56218, 0.43782, 0.18243, 0.02931, 0.00091],
  hard_tanh: [0, 0, 1, 1, 0, 0, 0],
  hard_shrink: [1, 1, 0, 0, 1, 1, 1],
  soft_shrink: [1, 1, 0, 0, 1, 1, 1],
  tanh_shrink: [0.99636, 0.81929, 0.05999, 0.05999, 0.81929, 0.99636, 1],
  exponential: [0.0302, 0.22313, 0.7788, 1.28403, 4.48169, 33.11545, 1096.63318],
  squareplus: [0.06588, 0.2, 0.43798, 0.56202, 0.8, 0.93412, 0.98076],
  // Bengio et al. 2013: the gradient passes where |x| is at most 1.
  step: [0, 0, 1, 1, 0, 0, 0],
};

describe('Activation', () => {
  it('leaves shape and element type as they are, unknown extents too', () => {
    const result = layerResult(activation, { activation: 'tanh' }, [['N', 7, null, 3]]);
    expect(result.shapes).toEqual([['N', 7, null, 3]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('tanh');
  });

  it.each(Object.entries(VALUES))('%s gives what Keras gives', (name, expected) => {
    const { outputs } = runForward(tf, activation, forward, { activation: name }, [
      { shape: [1, 9], values: X },
    ]);
    expected.forEach((value, i) => {
      expect(rounded(outputs[0])[i]).toBeCloseTo(value, 4);
    });
  });

  it.each(Object.entries(GRADIENTS))('%s has the gradient that Keras has', (name, expected) => {
    const input = { shape: [1, 7], values: SMOOTH };
    const gradient = rounded(forwardGradient(tf, activation, forward, { activation: name }, input));
    expected.forEach((value, i) => {
      expect(gradient[i]).toBeCloseTo(value, 4);
    });
  });

  it('reads the former names of Keras', () => {
    expect(layerResult(activation, { activation: 'swish' }, [['N', 3]]).keyLine).toBe('silu');
    expect(layerResult(activation, { activation: 'hard_swish' }, [['N', 3]]).keyLine).toBe('hard_silu');
  });

  it('says that step trains by an estimate, and says nothing of others', () => {
    const codes = (name: string) =>
      layerResult(activation, { activation: name }, [['N', 3]]).warnings.map(({ code, severity }) => ({
        code,
        severity,
      }));
    expect(codes('step')).toEqual([{ code: 'activation.not-differentiable', severity: 'info' }]);
    expect(codes('relu')).toEqual([]);
  });

  it('refuses a name that it does not know', () => {
    expect(() => layerResult(activation, { activation: 'relux' }, [['N', 3]])).toThrow(/one of linear, step/);
  });
});
