import { expect, it } from 'vitest';
import { standardize } from '../../../../shared/layers/arithmetic/standardize.tfjs.ts';
import type { Tensor } from '../../../../shared/layers/tfjs-contract.ts';
import { describeNative } from '../native-testing.ts';
import { fusedBatchNormalization } from './batch-normalization.ts';

const EPSILON = 1e-3;

describeNative('fused batch normalization', (tf, backend) => {
  const fused = fusedBatchNormalization(tf, backend);
  const spelledOut: typeof fused = (table, gamma, beta, epsilon) => {
    const { normalized, ...statistics } = standardize(tf, table, epsilon);
    return { normalized: tf.add(tf.mul(normalized, gamma), beta), ...statistics };
  };

  it('is mean, variance, scale and shift by hand', () => {
    const { normalized, mean, variance } = tf.tidy(() =>
      fused(tf.tensor2d([1, 10, 3, 30], [2, 2]), tf.tensor1d([2, 1]), tf.tensor1d([0, 5]), EPSILON),
    );
    // Columns (1, 3) and (10, 30): means 2 and 20, variances 1 and 100; (1 - 2) / sqrt(1.001) * 2 and (10 - 20) / sqrt(100.001) + 5.
    expect(Array.from(mean.dataSync())).toEqual([2, 20]);
    for (const [i, value] of [1, 100].entries()) expect(variance.dataSync()[i]).toBeCloseTo(value, 4);
    for (const [i, value] of [-1.9990007, 4.000005, 1.9990007, 5.999995].entries())
      expect(normalized.dataSync()[i]).toBeCloseTo(value, 5);
    tf.dispose([normalized, mean, variance]);
  });

  it.each([
    [40, 3],
    [1, 2],
  ])('has the values and gradients of the arithmetic it replaces: %d rows, %d columns', (rows, columns) => {
    const values = (size: number, k: number) =>
      Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + k) * 2 + 1);
    const all = (normalize: typeof fused) =>
      tf.tidy(() => {
        const given = [
          tf.tensor(values(rows * columns, 0), [rows, columns]),
          tf.tensor(values(columns, 1), [columns]),
          tf.tensor(values(columns, 2), [columns]),
        ];
        const weights = tf.tensor(values(rows * columns, 3), [rows, columns]);
        const loss = (...[x, gamma, beta]: Tensor[]) => {
          if (!x || !gamma || !beta) throw new Error('no tensors');
          const { normalized, mean, variance } = normalize(x, gamma, beta, EPSILON);
          tf.dispose([mean, variance]);
          return tf.sum(tf.mul(normalized, weights));
        };
        return tf
          .grads(loss)(given)
          .flatMap(gradient => Array.from(gradient.dataSync()));
      });
    const expected = all(spelledOut);
    for (const [i, value] of all(fused).entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 4);
  });
});
