import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Constraint } from '../../shared/layers/arithmetic/constraints.ts';
import { lossOf } from './losses.ts';
import { metricOf } from './metrics.ts';
import { constrained, penaltyOf } from './weight-rules.ts';

const y = tf.tensor([
  [0, 1, 0],
  [0, 0, 1],
]);
const p = tf.tensor([
  [0.05, 0.95, 0.3],
  [0.1, 0.8, 0.1],
]);
const z = tf.tensor([
  [1, 2, -3],
  [30, -5, 0.5],
]);
const classes = tf.tensor([1, 2], [2], 'int32');
const plain = (output: tf.Tensor) => ({ output, logits: null, activation: null });
const figure = (tensor: tf.Tensor) => tensor.dataSync()[0];

// All figures: Keras 3.15.1, keras.losses and keras.constraints, mean over the samples.
describe('losses', () => {
  it('equal Keras on probabilities', () => {
    expect(figure(lossOf(tf, 'categorical_crossentropy', y, plain(p)))).toBeCloseTo(1.30812132, 5);
    expect(figure(lossOf(tf, 'sparse_categorical_crossentropy', classes, plain(p)))).toBeCloseTo(
      1.30812132,
      5,
    );
    expect(figure(lossOf(tf, 'binary_crossentropy', y, plain(p)))).toBeCloseTo(0.74610758, 5);
    expect(figure(lossOf(tf, 'mean_squared_error', y, plain(p)))).toBeCloseTo(0.25916669, 6);
    expect(figure(lossOf(tf, 'mean_absolute_error', y, plain(p)))).toBeCloseTo(0.36666664, 6);
    expect(figure(lossOf(tf, 'huber', y, plain(tf.mul(p, 4))))).toBeCloseTo(0.99666667, 6);
  });

  it('stay exact where the probability itself would round to 0 or 1: from logits', () => {
    const soft = { output: tf.softmax(z), logits: z, activation: 'softmax' } as const;
    const sigmoid = { output: tf.sigmoid(z), logits: z, activation: 'sigmoid' } as const;
    expect(figure(lossOf(tf, 'categorical_crossentropy', y, soft))).toBeCloseTo(14.90908813, 4);
    expect(figure(lossOf(tf, 'sparse_categorical_crossentropy', classes, soft))).toBeCloseTo(14.90908813, 4);
    expect(figure(lossOf(tf, 'binary_crossentropy', y, sigmoid))).toBeCloseTo(5.32826138, 5);
  });
});

describe('accuracy', () => {
  it('is by the largest element, by class number, or by the threshold 0.5', () => {
    expect(figure(metricOf(tf, 'accuracy', 'categorical_crossentropy', y, p))).toBe(0.5);
    expect(figure(metricOf(tf, 'accuracy', 'sparse_categorical_crossentropy', classes, p))).toBe(0.5);
    const column = tf.tensor([[0.4], [0.6], [0.7]]);
    expect(figure(metricOf(tf, 'accuracy', 'binary_crossentropy', tf.tensor([1, 1, 0]), column))).toBeCloseTo(
      1 / 3,
    );
  });
});

describe('weight rules', () => {
  const w = tf.tensor([
    [3, -1],
    [4, 0.5],
  ]);
  const cases: readonly (readonly [Constraint, readonly number[]])[] = [
    [{ name: 'max_norm', max_value: 2, axis: 0 }, [1.2, -1, 1.6, 0.5]],
    [{ name: 'non_neg' }, [3, 0, 4, 0.5]],
    [{ name: 'unit_norm', axis: 0 }, [0.6, -0.89442706, 0.8, 0.44721353]],
    [
      { name: 'min_max_norm', min_value: 1.5, max_value: 3, rate: 0.5, axis: 0 },
      [2.4, -1.17082024, 3.2, 0.58541012],
    ],
  ];
  it.each(cases)('%j equals Keras', (constraint, expected) => {
    const values = constrained(tf, constraint, w).dataSync();
    for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 5);
  });

  it('adds l1 · (3 + 1 + 4 + 0.5) + l2 · (9 + 1 + 16 + 0.25)', () => {
    const penalty = penaltyOf(tf, { l1: 0.1, l2: 0.01 }, w);
    expect(penalty && figure(penalty)).toBeCloseTo(0.85 + 0.2625, 6);
  });
});
