import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { Constraint } from '../../shared/layers/arithmetic/constraints.ts';
import { constrained, penaltyOf } from './weight-rules.ts';

const w = tf.tensor([
  [3, -1],
  [4, 0.5],
]);

// Figures: Keras 3.15.1, keras.constraints.
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
  expect(penalty?.dataSync()[0]).toBeCloseTo(0.85 + 0.2625, 6);
});
