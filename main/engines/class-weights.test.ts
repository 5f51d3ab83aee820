import { expect, it } from 'vitest';
import { lossOf } from './losses.ts';

const tf = await import('@tensorflow/tfjs');
await tf.setBackend('cpu');

const ROWS = [
  [0.7, 0.2, 0.1],
  [0.1, 0.6, 0.3],
  [0.2, 0.2, 0.6],
  [0.5, 0.25, 0.25],
];
const LABELS = [0, 1, 2, 2];
const WEIGHTS = [1, 2, 5];

const hot = tf.tensor2d(LABELS.map(label => [0, 1, 2].map(k => (k === label ? 1 : 0))));
const prediction = { output: tf.tensor2d(ROWS), logits: null, activation: null };
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const weightOf = (label: number) => WEIGHTS[label] ?? 0;

it('each sample’s cross-entropy is multiplied by the weight of its class, one-hot or by number', () => {
  const expected = mean(LABELS.map((label, i) => -Math.log(ROWS[i]?.[label] ?? 1) * weightOf(label)));
  const byRow = lossOf(tf, 'categorical_crossentropy', hot, prediction, {}, WEIGHTS);
  expect(byRow.dataSync()[0]).toBeCloseTo(expected, 5);
  const numbers = tf.tensor1d(LABELS, 'int32');
  const byNumber = lossOf(tf, 'sparse_categorical_crossentropy', numbers, prediction, {}, WEIGHTS);
  expect(byNumber.dataSync()[0]).toBeCloseTo(expected, 5);
});

it('squared errors and a single sigmoid are weighed too', () => {
  const squares = LABELS.map(
    (label, i) => mean((ROWS[i] ?? []).map((p, k) => (p - (k === label ? 1 : 0)) ** 2)) * weightOf(label),
  );
  const squared = lossOf(tf, 'mean_squared_error', hot, prediction, {}, WEIGHTS);
  expect(squared.dataSync()[0]).toBeCloseTo(mean(squares), 5);
  const output = tf.tensor2d([[0.8], [0.3]]);
  const binary = lossOf(
    tf,
    'binary_crossentropy',
    tf.tensor2d([[1], [0]]),
    { ...prediction, output },
    {},
    [2, 7],
  );
  expect(binary.dataSync()[0]).toBeCloseTo(mean([-Math.log(0.8) * 7, -Math.log(0.7) * 2]), 5);
});
