import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { LOSSES, type Loss, METRICS, type Metric } from '../../shared/document/learning-settings.ts';
import lossGolden from './golden/losses.json' with { type: 'json' };
import metricGolden from './golden/metrics.json' with { type: 'json' };
import { tellDifference } from './judged-difference.test-support.ts';
import { isSparse, lossOf } from './losses.ts';
import type { Prediction } from './predictions.ts';
import { ScoreBoard } from './scores.ts';

interface Batch {
  readonly target: readonly number[];
  readonly output: readonly number[];
  readonly logits: readonly number[] | null;
  readonly columns: number;
}

const lossData: Readonly<Record<string, Batch>> = lossGolden.data;
const metricData: Readonly<Record<string, readonly Batch[]>> = metricGolden.data;

function targetOf(loss: Loss | null, { target, columns }: Batch): tf.Tensor {
  return loss !== null && isSparse(loss)
    ? tf.tensor1d([...target], 'int32')
    : tf.tensor2d([...target], [target.length / columns, columns]);
}

/** Value and gradient of a loss by what it is computed from: the output, or the numbers before its activation. */
function computed(loss: Loss, batch: Batch, settings: object, ofLogits: boolean) {
  const from = (ofLogits ? batch.logits : batch.output) ?? [];
  const target = targetOf(loss, batch);
  const activation = lossOfRows(loss) ? 'softmax' : 'sigmoid';
  const predicted = (x: tf.Tensor): Prediction =>
    ofLogits
      ? { output: activation === 'softmax' ? tf.softmax(x) : tf.sigmoid(x), logits: x, activation }
      : { output: x, logits: null, activation: null };
  const given = tf.tensor2d([...from], [from.length / batch.columns, batch.columns]);
  const { value, grad } = tf.valueAndGrad(x => lossOf(tf, loss, target, predicted(x), settings).asScalar())(
    given,
  );
  return { value: value.dataSync()[0] ?? Number.NaN, gradient: grad.dataSync() };
}

const lossOfRows = (loss: Loss) => loss.includes('categorical');

/** The largest difference, relative to expected values beyond 1; without bound where the lengths differ. */
function farthest(values: ArrayLike<number>, expected: readonly number[]): number {
  if (values.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(
    ...expected.map((value, i) => Math.abs((values[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value))),
  );
}

const TOLERANCE = 1e-5;

describe(`losses equal those of ${lossGolden.maker}`, () => {
  it('all of them', () => {
    expect(new Set(lossGolden.cases.map(({ loss }) => loss))).toEqual(new Set(LOSSES));
  });
  it.for(lossGolden.cases.map(entry => [entry.loss, entry.data, entry.settings, entry] as const))(
    '%s on %s with %j, value and gradient',
    ([loss, data, settings, { value, gradient, ...logits }], { task }) => {
      const batch = lossData[data];
      if (!batch) throw new Error(`no data ${data}`);
      const own = computed(loss as Loss, batch, settings, false);
      const differences = [farthest([own.value], [value]), farthest(own.gradient, gradient)];
      if ('valueOfLogits' in logits && 'gradientOfLogits' in logits) {
        const ofLogits = computed(loss as Loss, batch, settings, true);
        differences.push(
          farthest([ofLogits.value], [Number(logits.valueOfLogits)]),
          farthest(ofLogits.gradient, logits.gradientOfLogits as readonly number[]),
        );
      }
      const difference = Math.max(...differences);
      tellDifference(task, { kind: 'loss', name: loss, difference });
      expect(difference).toBeLessThan(TOLERANCE);
    },
  );

  it('weigh classes as Keras: each loss times its weight, over the number of samples', () => {
    const y = tf.tensor2d([0, 1, 1, 0], [2, 2]);
    const p = tf.tensor2d([0.2, 0.8, 0.4, 0.6], [2, 2]);
    const plain = { output: p, logits: null, activation: null };
    const weighted = lossOf(tf, 'categorical_crossentropy', y, plain, {}, [3, 0.5]);
    // (0.5 · -ln 0.8 + 3 · -ln 0.4) / 2
    expect(weighted.dataSync()[0]).toBeCloseTo(1.430222, 5);
    const column = { output: tf.tensor2d([0.8, 0.4], [2, 1]), logits: null, activation: null };
    const binary = lossOf(tf, 'binary_crossentropy', tf.tensor1d([1, 0]), column, {}, [3, 0.5]);
    // (0.5 · -ln 0.8 + 3 · -ln 0.6) / 2
    expect(binary.dataSync()[0]).toBeCloseTo(0.822024, 5);
  });
});

describe(`metrics over three batches equal those of ${metricGolden.maker}`, () => {
  it('all of them', () => {
    expect(new Set(metricGolden.cases.map(({ metric }) => metric))).toEqual(new Set(METRICS));
  });
  it.for(metricGolden.cases.map(entry => [entry.metric, entry.data, entry.settings, entry.value] as const))(
    '%s on %s with %j',
    ([metric, data, metricSettings, value], { task }) => {
      const loss = data === 'sparse' ? 'sparse_categorical_crossentropy' : 'mean_squared_error';
      const settings = { loss, weight: 1, metrics: [metric as Metric], metricSettings } as const;
      const batches = metricData[data] ?? [];
      const board = new ScoreBoard(tf, [{ settings, columns: batches[0]?.columns ?? 1 }]);
      for (const batch of batches) {
        const rows = batch.output.length / batch.columns;
        const output = tf.tensor2d([...batch.output], [rows, batch.columns]);
        const scored = { loss: tf.scalar(0), target: targetOf(loss, batch), output, mask: null };
        board.add(board.of(tf.scalar(0), [scored], rows));
        board.count(rows);
      }
      const other = new ScoreBoard(tf, [{ settings, columns: batches[0]?.columns ?? 1 }]);
      other.setState(board.getState());
      const difference = farthest([other.read().outputs[0]?.metrics[metric] ?? Number.NaN], [value]);
      tellDifference(task, { kind: 'metric', name: metric, difference });
      expect(difference).toBeLessThan(TOLERANCE);
    },
  );
});
