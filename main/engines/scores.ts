import type { CompleteOutput } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { OutputScores, Scores } from './engine.ts';
import type { StateCell } from './state-cell.ts';

/**
 * Means over batches, summed inside the engine so that no step waits for a number: one vector holds the total loss, then per
 * output its loss and its metrics, each times the samples.
 */
export class ScoreBoard {
  private readonly tf: Tf;
  private readonly outputs: readonly CompleteOutput[];
  private sums: Tensor;
  private samples = 0;

  constructor(tf: Tf, outputs: readonly CompleteOutput[]) {
    this.tf = tf;
    this.outputs = outputs;
    this.sums = tf.keep(this.zeros());
  }

  /** The sums by cell name. */
  get cells(): ReadonlyMap<string, StateCell> {
    return new Map([
      ['score:sums', { read: () => this.sums, write: value => this.replace(this.tf.clone(value)) }],
    ]);
  }

  /**
   * Adds the means of a batch; {@link ScoreBoard.count} counts its samples.
   *
   * @param means a vector as described above
   * @param samples the batch's size
   */
  add(means: Tensor, samples: number): void {
    const { tf } = this;
    this.replace(tf.tidy(() => tf.add(this.sums, tf.mul(means, samples))));
  }

  /** Counts the samples of batches that were added. */
  count(samples: number): void {
    this.samples += samples;
  }

  /** The means so far; NaN before the first batch. */
  read(): Scores {
    const means = Array.from(this.sums.dataSync(), sum => sum / this.samples);
    let at = 1;
    const outputs: OutputScores[] = this.outputs.map(output => {
      const loss = means[at++] ?? Number.NaN;
      const metrics = Object.fromEntries(output.metrics.map(metric => [metric, means[at++] ?? Number.NaN]));
      return { loss, metrics };
    });
    const accuracy = outputs.flatMap(output => output.metrics.accuracy ?? [])[0] ?? null;
    return { loss: means[0] ?? Number.NaN, accuracy, outputs };
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
    return this.tf.zeros([this.outputs.reduce((size, output) => size + 1 + output.metrics.length, 1)]);
  }

  private replace(sums: Tensor): void {
    this.sums.dispose();
    this.sums = this.tf.keep(sums);
  }
}
