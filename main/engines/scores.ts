import type { CompleteOutput } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import type { OutputScores, Scores } from './engine.ts';

/**
 * Means over batches, summed inside the engine so that no step waits for a number: one vector holds the total loss, then per
 * output its loss and its metrics, each times the samples.
 */
export class ScoreBoard {
  private readonly tf: Tf;
  private readonly outputs: readonly CompleteOutput[];
  private sums: Tensor | null = null;
  private samples = 0;

  constructor(tf: Tf, outputs: readonly CompleteOutput[]) {
    this.tf = tf;
    this.outputs = outputs;
  }

  /**
   * Adds a batch.
   *
   * @param means a vector as described above
   * @param samples the batch's size
   */
  add(means: Tensor, samples: number): void {
    const { tf } = this;
    const weighted = tf.mul(means, samples);
    const next = this.sums ? tf.add(this.sums, weighted) : weighted;
    this.sums?.dispose();
    if (next !== weighted) weighted.dispose();
    this.sums = tf.keep(next);
    this.samples += samples;
  }

  /** The means so far; NaN before the first batch. */
  read(): Scores {
    const means = Array.from(this.sums?.dataSync() ?? [], sum => sum / this.samples);
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
    this.sums?.dispose();
    this.sums = null;
    this.samples = 0;
  }
}
