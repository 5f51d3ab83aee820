import type { Metric } from '../../shared/document/learning-settings.ts';
import type { OutputTraining } from '../../shared/document/schema.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { lossesOf } from './loss-rules.ts';
import { maskedSums } from './masked-mean.ts';
import { classNumbers, likeOutput, oneHotTargets } from './predictions.ts';

/** Settings of metrics as a document holds them. */
export type MetricSettings = NonNullable<OutputTraining['metricSettings']>;

/** Thresholds of the AUC: Keras's number. */
const THRESHOLDS = 200;
/** Keras's epsilon. */
const EPSILON = 1e-7;

/** What a metric is computed from. */
export interface MetricContext {
  readonly tf: Tf;
  /** As it was fed. */
  readonly target: Tensor;
  readonly output: Tensor;
  /** Where the output counts; null for everywhere. Keras looks at it where a metric is the mean of a function. */
  readonly mask: Tensor | null;
  /** Whether the targets are class numbers. */
  readonly isSparse: boolean;
  readonly settings: MetricSettings;
}

/** A metric as sums that grow with the batches, and what they come to. */
export interface MetricRule {
  /** How many sums it keeps for outputs with a last axis of so many elements. */
  size(columns: number): number;
  /** What a batch adds: a vector of that size. */
  sums(context: MetricContext): Tensor;
  /** Its value. `columns` as for {@link MetricRule.size}. */
  result(sums: readonly number[], columns: number): number;
}

/** A metric that is the mean over elements or samples; a blind one takes no heed of masks. */
function mean(
  each: (context: MetricContext) => Tensor,
  finish: (mean: number) => number = value => value,
  isBlind = false,
): MetricRule {
  return {
    size: () => 2,
    sums(context) {
      const { tf, mask } = context;
      const values = each(context);
      if (mask !== null && !isBlind) {
        const { sum, count } = maskedSums(tf, values, mask);
        return tf.stack([sum, count]);
      }
      return context.tf.stack([context.tf.sum(values), context.tf.scalar(values.size)]);
    },
    result: ([sum = 0, count = 0]) => finish(sum / count),
  };
}

const ofLoss = (loss: Metric & Parameters<typeof lossesOf>[1], finish?: (mean: number) => number) =>
  mean(context => {
    const { tf, output } = context;
    return lossesOf(tf, loss, values(context), { output, logits: null, activation: null }, {});
  }, finish);

/**
 * The metrics of Keras 3 by its names and with its meaning (keras/src/metrics), streaming: their sums add up over batches. Accuracy
 * is, as there, binary for a last axis of 1, by class number for sparse targets, else by the largest element; with further axes each
 * position counts. F1 is the mean over the classes.
 */
export const METRIC_RULES: Readonly<Record<Metric, MetricRule>> = {
  accuracy: mean(context => context.tf.cast(hits(context), 'float32')),
  top_k_categorical_accuracy: mean(({ tf, target, output, isSparse, settings: { k = 5 } }) => {
    const columns = output.shape.at(-1) ?? 1;
    const wanted = isSparse ? classNumbers(tf, target, output) : tf.argMax(likeOutput(target, output), -1);
    const own = tf.sum(
      tf.mul(tf.cast(tf.oneHot(tf.cast(wanted, 'int32'), columns), 'float32'), output),
      -1,
      true,
    );
    const better = tf.sum(tf.cast(tf.greater(output, own), 'int32'), -1);
    return tf.cast(tf.less(better, k), 'float32');
  }),
  precision: {
    size: () => 2,
    sums: context => stackedSums(context, ({ tf }, yes, y) => [tf.mul(yes, y), yes]),
    result: ([right = 0, claimed = 0]) => ratio(right, claimed),
  },
  recall: {
    size: () => 2,
    sums: context => stackedSums(context, ({ tf }, yes, y) => [tf.mul(yes, y), y]),
    result: ([right = 0, wanted = 0]) => ratio(right, wanted),
  },
  f1_score: {
    size: columns => 3 * columns,
    sums(context) {
      const { tf, output } = context;
      const columns = output.shape.at(-1) ?? 1;
      const rows = (x: Tensor) => tf.reshape(x, [-1, columns]);
      const y = rows(values(context));
      const yes = rows(columns === 1 ? claims(context) : largest(context));
      return tf.concat([tf.sum(tf.mul(yes, y), 0), tf.sum(yes, 0), tf.sum(y, 0)]);
    },
    result(sums, columns) {
      let total = 0;
      for (let i = 0; i < columns; i++) {
        const right = sums[i] ?? 0;
        const precision = right / ((sums[columns + i] ?? 0) + EPSILON);
        const recall = right / ((sums[2 * columns + i] ?? 0) + EPSILON);
        total += (2 * precision * recall) / (precision + recall + EPSILON);
      }
      return total / columns;
    },
  },
  auc: {
    size: () => 2 * THRESHOLDS,
    sums(context) {
      const { tf, output } = context;
      const y = tf.reshape(values(context), [-1]);
      const last = THRESHOLDS - 1;
      const place = tf.sub(tf.ceil(tf.mul(tf.reshape(output, [-1]), last)), 1);
      const bucket = tf.cast(tf.clipByValue(place, 0, last), 'int32');
      const sums = (x: Tensor) => tf.unsortedSegmentSum(x, bucket as ReturnType<Tf['tensor1d']>, THRESHOLDS);
      return tf.concat([sums(y), sums(tf.sub(1, y))]);
    },
    result: areaUnderCurve,
  },
  mean_iou: {
    size: columns => classesOf(columns) ** 2,
    sums(context) {
      const { tf, target, output, isSparse } = context;
      const columns = output.shape.at(-1) ?? 1;
      const classes = classesOf(columns);
      const whole = (x: Tensor) => tf.oneHot(tf.cast(tf.reshape(x, [-1]), 'int32'), classes);
      const told =
        columns === 1
          ? likeOutput(target, output)
          : isSparse
            ? classNumbers(tf, target, output)
            : tf.argMax(likeOutput(target, output), -1);
      const given = columns === 1 ? tf.cast(reaches(context), 'float32') : tf.argMax(output, -1);
      const rows = tf.cast(whole(told), 'float32') as ReturnType<Tf['tensor2d']>;
      const table = tf.matMul(rows, tf.cast(whole(given), 'float32') as typeof rows, true);
      return tf.reshape(table, [-1]);
    },
    result: meanIou,
  },
  mean_squared_error: ofLoss('mean_squared_error'),
  root_mean_squared_error: mean(
    context => context.tf.square(context.tf.sub(context.output, values(context))),
    Math.sqrt,
    true,
  ),
  mean_absolute_error: ofLoss('mean_absolute_error'),
  mean_absolute_percentage_error: ofLoss('mean_absolute_percentage_error'),
  mean_squared_logarithmic_error: ofLoss('mean_squared_logarithmic_error'),
  r2_score: {
    size: columns => 3 * columns + 1,
    sums(context) {
      const { tf, output } = context;
      const columns = output.shape.at(-1) ?? 1;
      const y = tf.reshape(values(context), [-1, columns]);
      const error = tf.sub(y, tf.reshape(output, [-1, columns]));
      const count = tf.tensor1d([y.shape[0] ?? 0]);
      return tf.concat([tf.sum(tf.square(y), 0), tf.sum(y, 0), tf.sum(tf.square(error), 0), count]);
    },
    result(sums, columns) {
      const count = sums.at(-1) ?? 0;
      let total = 0;
      for (let i = 0; i < columns; i++) {
        const sum = sums[columns + i] ?? 0;
        const spread = (sums[i] ?? 0) - (sum * sum) / count;
        const score = 1 - (sums[2 * columns + i] ?? 0) / spread;
        total += Math.abs(score) === Number.POSITIVE_INFINITY ? 0 : score;
      }
      return total / columns;
    },
  },
  cosine_similarity: ofLoss('cosine_similarity', value => -value),
  kl_divergence: ofLoss('kl_divergence'),
  poisson: ofLoss('poisson'),
  log_cosh: ofLoss('log_cosh'),
  hinge: ofLoss('hinge'),
};

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Targets in the output's shape. */
function values({ tf, target, output, isSparse }: MetricContext): Tensor {
  return oneHotTargets(tf, target, output, isSparse);
}

function reaches({ tf, output, settings: { threshold = 0.5 } }: MetricContext): Tensor {
  // BinaryIoU counts what is equal to the threshold, where Keras's other metrics ask for more.
  return tf.greaterEqual(output, threshold);
}

/** 1 where an element is above the threshold. */
function claims({ tf, output, settings: { threshold = 0.5 } }: MetricContext): Tensor {
  return tf.cast(tf.greater(output, threshold), 'float32');
}

/** 1 for the largest element of a row. */
function largest({ tf, output }: MetricContext): Tensor {
  const isLargest = tf.equal(output, tf.max(output, -1, true));
  return tf.cast(tf.logicalAnd(isLargest, tf.greater(tf.abs(output), 1e-9)), 'float32');
}

function hits(context: MetricContext): Tensor {
  const { tf, target, output, isSparse } = context;
  if (isSparse) return tf.equal(tf.argMax(output, -1), classNumbers(tf, target, output));
  if (output.shape.at(-1) === 1) return tf.equal(claims(context), likeOutput(target, output));
  return tf.equal(tf.argMax(output, -1), tf.argMax(likeOutput(target, output), -1));
}

function stackedSums(
  context: MetricContext,
  parts: (context: MetricContext, yes: Tensor, y: Tensor) => readonly Tensor[],
): Tensor {
  const { tf } = context;
  return tf.stack(parts(context, claims(context), values(context)).map(part => tf.sum(part)));
}

/** The area under the ROC curve by Keras's interpolation: trapezoids between the thresholds. */
function areaUnderCurve(sums: readonly number[]): number {
  const [right, wrong] = [sums.slice(0, THRESHOLDS), sums.slice(THRESHOLDS)];
  const rates = (buckets: readonly number[]) => {
    const all = buckets.reduce((sum, value) => sum + value, 0);
    let above = 0;
    const result = [...buckets];
    for (let i = buckets.length - 1; i >= 0; i--) {
      above += buckets[i] ?? 0;
      result[i] = ratio(above, all);
    }
    return result;
  };
  const [y, x] = [rates(right), rates(wrong)];
  let area = 0;
  for (let i = 0; i + 1 < THRESHOLDS; i++)
    area += ((x[i] ?? 0) - (x[i + 1] ?? 0)) * (((y[i] ?? 0) + (y[i + 1] ?? 0)) / 2);
  return area;
}

/** A single probability stands for two classes. */
function classesOf(columns: number): number {
  return columns === 1 ? 2 : columns;
}

/** The mean over the classes that occur. */
function meanIou(table: readonly number[], columns: number): number {
  const classes = classesOf(columns);
  let [total, known] = [0, 0];
  for (let i = 0; i < classes; i++) {
    let union = -(table[i * classes + i] ?? 0);
    for (let j = 0; j < classes; j++) union += (table[i * classes + j] ?? 0) + (table[j * classes + i] ?? 0);
    if (union === 0) continue;
    total += (table[i * classes + i] ?? 0) / union;
    known += 1;
  }
  return ratio(total, known);
}
