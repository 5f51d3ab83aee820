import type { CompleteOutput } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { NumericTensor, OutputScores, Scores } from './engine.ts';
import { isSparse } from './losses.ts';
import { METRIC_RULES } from './metric-rules.ts';
import type { StateCell } from './state-cell.ts';
import { fromTensor } from './tensors.ts';

/** The cell that holds all sums. */
export const SUMS_CELL = 'score:sums';

/** Names of the state that {@link ScoreBoard.getState} gives. */
const STATE = { sums: 'scores/sums', samples: 'scores/samples' } as const;

/** An output whose scores are kept. */
export interface ScoredOutput {
  readonly settings: CompleteOutput;
  /** The last extent of the output: classes or columns. */
  readonly columns: number;
}

/** What an output adds to the scores of a batch. */
export interface ScoredBatch {
  /** Mean over the samples. */
  readonly loss: Tensor;
  readonly target: Tensor;
  readonly output: Tensor;
  /** Where the output counts; null for everywhere. */
  readonly mask: Tensor | null;
}

/**
 * Losses and metrics over batches, summed inside the engine so that no step waits for a number: one vector holds the total loss, then
 * per output its loss, each times the samples, and the sums of its metrics.
 */
export class ScoreBoard {
  private readonly tf: Tf;
  private readonly outputs: readonly ScoredOutput[];
  private readonly size: number;
  private sums: Tensor;
  private samples = 0;

  constructor(tf: Tf, outputs: readonly ScoredOutput[]) {
    this.tf = tf;
    this.outputs = outputs;
    this.size = outputs.reduce((size, output) => size + 1 + metricSize(output), 1);
    this.sums = tf.keep(this.zeros());
  }

  /** The sums by cell name. */
  get cells(): ReadonlyMap<string, StateCell> {
    return new Map([
      [SUMS_CELL, { read: () => this.sums, write: value => this.replace(this.tf.clone(value)) }],
    ]);
  }

  /**
   * What a batch adds to the sums.
   *
   * @param total the total loss, a mean over the samples
   * @param batches of every output
   * @param samples the batch's size
   */
  of(total: Tensor, batches: readonly ScoredBatch[], samples: number): Tensor {
    const { tf } = this;
    const losses = (loss: Tensor) => tf.reshape(tf.mul(loss, samples), [1]);
    const parts = [losses(total)];
    for (const [i, { settings }] of this.outputs.entries()) {
      const batch = batches[i];
      if (!batch) throw new Error('An output has no scores.');
      const { loss, target, output, mask } = batch;
      parts.push(losses(loss));
      for (const metric of settings.metrics)
        parts.push(
          METRIC_RULES[metric].sums({
            tf,
            target,
            output,
            mask,
            isSparse: isSparse(settings.loss),
            settings: settings.metricSettings ?? {},
          }),
        );
    }
    return tf.concat(parts);
  }

  /** Adds what {@link ScoreBoard.of} gave; {@link ScoreBoard.count} counts its samples. */
  add(sums: Tensor): void {
    const { tf } = this;
    this.replace(tf.tidy(() => tf.add(this.sums, sums)));
  }

  /** Counts the samples of batches that were added. */
  count(samples: number): void {
    this.samples += samples;
  }

  /** The scores so far; NaN before the first batch. */
  read(): Scores {
    const sums = Array.from(this.sums.dataSync());
    const mean = (sum: number | undefined) => (sum ?? Number.NaN) / this.samples;
    let at = 1;
    const outputs: OutputScores[] = this.outputs.map(({ settings, columns }) => {
      const loss = mean(sums[at++]);
      const metrics = settings.metrics.map(metric => {
        const rule = METRIC_RULES[metric];
        const size = rule.size(columns);
        const own = sums.slice(at, at + size);
        at += size;
        return [metric, this.samples === 0 ? Number.NaN : rule.result(own, columns)] as const;
      });
      return { loss, metrics: Object.fromEntries(metrics) };
    });
    const accuracy = outputs.flatMap(output => output.metrics.accuracy ?? [])[0] ?? null;
    return { loss: mean(sums[0]), accuracy, outputs };
  }

  /** Sums and samples, for a training that goes on in the middle of an epoch. */
  getState(): ReadonlyMap<string, NumericTensor> {
    return new Map([
      [STATE.sums, fromTensor(this.sums)],
      [STATE.samples, { shape: [1], data: Int32Array.of(this.samples) }],
    ]);
  }

  /** Takes back what {@link ScoreBoard.getState} gave; another state is passed over. */
  setState(state: ReadonlyMap<string, NumericTensor>): void {
    const sums = state.get(STATE.sums);
    if (sums?.data.length !== this.size) return;
    this.replace(this.tf.tensor(sums.data, [this.size], 'float32'));
    this.samples = state.get(STATE.samples)?.data[0] ?? 0;
  }

  /** Begins anew. */
  reset(): void {
    this.replace(this.zeros());
    this.samples = 0;
  }

  /** Frees the sums. */
  dispose(): void {
    this.sums.dispose();
  }

  private zeros(): Tensor {
    return this.tf.zeros([this.size]);
  }

  private replace(sums: Tensor): void {
    this.sums.dispose();
    this.sums = this.tf.keep(sums);
  }
}

function metricSize({ settings, columns }: ScoredOutput): number {
  return settings.metrics.reduce((size, metric) => size + METRIC_RULES[metric].size(columns), 0);
}
