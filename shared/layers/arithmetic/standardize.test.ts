import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { standardize } from './standardize.tfjs.ts';

const table = tf.tensor([
  [1, 5],
  [2, -3],
  [4, 0.5],
  [-1, 2],
]);
const slope = tf.tensor([
  [0.3, -1],
  [2, 0.1],
  [-0.7, 1.5],
  [1, 1],
]);

it('has mean 0 and variance 1 in each column: (1 + 2 + 4 - 1) / 4 = 1.5, ((−0.5)² + 0.5² + 2.5² + 2.5²) / 4 = 3.25', () => {
  const { normalized, mean, variance } = standardize(tf, table, 0);
  expect(mean.dataSync()[0]).toBeCloseTo(1.5, 6);
  expect(variance.dataSync()[0]).toBeCloseTo(3.25, 6);
  expect(normalized.dataSync()[0]).toBeCloseTo(-0.5 / Math.sqrt(3.25), 6);
});

it("has the gradient of tfjs's own operations spelled out", () => {
  const plain = tf.grad(x => {
    const { mean, variance } = tf.moments(x, 0);
    return tf.sum(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3))), slope));
  })(table);
  const own = tf.grad(x => tf.sum(tf.mul(standardize(tf, x, 1e-3).normalized, slope)))(table);
  const expected = plain.dataSync();
  for (const [i, value] of own.dataSync().entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
});
