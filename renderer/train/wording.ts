import type { Epoch, RunSummary } from '../../shared/contract/runs.ts';
import { formatShapeShort } from '../../shared/document/value.ts';

/**
 * Writes a duration as a clock does: `1:24`, `1:02:05`.
 *
 * @param milliseconds how long
 */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * Writes how long a run will still take: `about 45 s left`, `about 3 min left`.
 *
 * @param seconds null while it cannot be known
 */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${(seconds / 3600).toFixed(1)} h left`;
}

/** Writes an accuracy of 0 to 1: `96.1 %`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Writes a loss with three significant digits at least: `0.163`, `12.4`, `3.2e-5`. */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  const size = Math.abs(loss);
  if (size === 0) return '0';
  if (size < 1e-3 || size >= 1e5) return loss.toExponential(1);
  return loss.toFixed(size < 0.1 ? 4 : size < 10 ? 3 : 1);
}

/** Short names that are not written as words. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  auc: 'AUC',
  f1: 'F1',
  iou: 'IoU',
  kl: 'KL',
  r2: 'R²',
};

/** A metric in words: `mean_squared_error` is `mean squared error`, `f1_score` is `F1 score`. */
export function metricTitle(metric: string): string {
  return metric
    .split('_')
    .map(word => SHORT_NAMES[word] ?? word)
    .join(' ');
}

/** Whether a metric is the accuracy: the network's own, or that of one of its outputs (`OUTPUT_accuracy`). */
export function isAccuracy(metric: string): boolean {
  return metric === 'accuracy' || metric.endsWith('_accuracy');
}

/** Whether an epoch's accuracy is that of the network: of several outputs each has its own among the metrics. */
export function hasOneAccuracy({ accuracy, metrics }: Epoch): boolean {
  return accuracy !== null && (metrics === undefined || Object.hasOwn(metrics, 'accuracy'));
}

/** Extents of a sample in words: `1 value`, `6 values`, `28 × 28 × 1`. */
export function valuesText(shape: readonly number[]): string {
  const [count = 0] = shape;
  return shape.length === 1 ? `${count} value${count === 1 ? '' : 's'}` : formatShapeShort(shape);
}

/** What a list says of a run: when it was begun. */
export function runTitle(run: RunSummary, now = new Date()): string {
  const started = new Date(run.started);
  const time = started.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  if (started.toDateString() === now.toDateString()) return time;
  return `${started.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

/** What a list of weights says of a run: when it was begun and what it reached; imported weights by their name. */
export function weightsLabel(run: RunSummary): string {
  if (run.status === 'imported') return `Imported weights, ${runTitle(run)}`;
  const { accuracy, loss } = run.test ?? {};
  const reached =
    accuracy === undefined
      ? loss === undefined
        ? STATUS_WORDS[run.status]
        : `loss ${formatLoss(loss)}`
      : formatPercent(accuracy);
  return `${runTitle(run)}, ${reached}`;
}

/** How a run stands, with its place in the line where it waits. */
export function statusText({ status, before }: RunSummary): string {
  if (status !== 'queued' || before === null) return STATUS_WORDS[status];
  return before === 1 ? 'waiting, next' : `waiting, ${before} before`;
}

/** The status of a run in the words of the window. */
export const STATUS_WORDS: Readonly<Record<RunSummary['status'], string>> = {
  queued: 'waiting',
  running: 'training',
  paused: 'paused',
  done: 'done',
  stopped: 'stopped',
  interrupted: 'interrupted',
  failed: 'failed',
  imported: 'imported',
};
