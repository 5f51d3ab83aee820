import type { Epoch } from '../../shared/contract/runs.ts';
import type { Execution, RunRecord, ScoresMessage, TrainingEvent } from '../../shared/contract/training.ts';
import type { SplitIndices } from '../datasets/dataset.ts';
import type { EngineModel, Scores } from '../engines/engine.ts';
import type { Checkpoint, Position, RunFolder } from '../runs/run-folder.ts';
import { BatchReader, batchCount, type FeedPlan, rehearsal, shuffled } from './feed.ts';
import type { TrainingPlan } from './plan.ts';
import type { RunControl } from './run-control.ts';

/** Milliseconds between two reports within an epoch. */
const REPORT_EVERY = 125;

/**
 * How many times longer than it takes to write a checkpoint the training goes on before the next one: epochs of a few
 * milliseconds would else wait for the disk most of the time. Longer epochs are all kept at once.
 */
const WRITE_SHARE = 10;

/** What a trainer works with. */
export interface TrainerParts {
  readonly model: EngineModel;
  readonly plan: TrainingPlan;
  readonly feed: FeedPlan;
  readonly split: SplitIndices;
  readonly folder: RunFolder;
  readonly control: RunControl;
  /** Epochs to have done at the end. */
  readonly epochs: number;
  report(event: TrainingEvent): void;
  /** Called after each checkpoint, to bring the record up to it. */
  saved(trainer: Trainer): Promise<void>;
}

/** How a training ended. */
export interface Ending {
  readonly status: 'done' | 'stopped' | 'interrupted' | 'failed';
  readonly reason: string | null;
}

/** The loop over epochs and batches. */
export class Trainer {
  readonly history: Epoch[];
  /** Milliseconds of training, pauses left out. */
  duration: number;
  private readonly parts: TrainerParts;
  private readonly batches: number;
  private position: Position;
  private lastReport = 0;
  private pending: Checkpoint | null = null;
  private pendingBest: Checkpoint | null = null;
  private nextWrite = 0;

  /**
   * @param parts what it works with
   * @param from where to begin: the start, or a checkpoint that the model already holds
   * @param history the epochs done before
   * @param duration milliseconds trained before
   */
  constructor(parts: TrainerParts, from: Position, history: readonly Epoch[], duration: number) {
    this.parts = parts;
    this.position = from;
    this.history = [...history];
    this.duration = duration;
    this.batches = batchCount(parts.split.train.length, parts.feed.batchSize);
  }

  /** How the engine makes the steps. */
  get execution(): Execution {
    return this.parts.model.execution;
  }

  /** The epoch with the lowest validation loss (training loss without validation); null before the first. */
  get bestEpoch(): number | null {
    return this.history.findLast(epoch => epoch.best)?.epoch ?? null;
  }

  /** Trains until the epochs are done, someone stops it, it no longer improves, or the loss is no number. */
  async run(): Promise<Ending> {
    try {
      return await this.epochs();
    } finally {
      await this.flush();
    }
  }

  private async epochs(): Promise<Ending> {
    const { epochs, plan, model, feed, split, report } = this.parts;
    model.rehearse(await rehearsal(feed, split));
    const { execution } = model;
    if (execution.kind === 'eager' && execution.reason !== null)
      report({ event: 'slow', reason: execution.reason });
    while (this.position.epoch < epochs) {
      const ending = await this.epoch();
      if (ending) return ending;
      const patience = plan.settings.earlyStopping?.patience;
      const since = this.history.length - (this.bestEpoch ?? 0);
      if (patience !== undefined && since >= patience)
        return {
          status: 'done',
          reason: `Stopped early: the loss has not improved for ${since} epochs; the best was epoch ${this.bestEpoch}.`,
        };
    }
    return { status: 'done', reason: null };
  }

  private async epoch(): Promise<Ending | null> {
    const { model, feed, split, plan, control } = this.parts;
    const { epoch } = this.position;
    const order = shuffled(split.train, plan.settings.seed, epoch);
    const reader = new BatchReader(feed, order, epoch);
    const first = this.position.batch;
    let started = performance.now();
    model.resetScores();
    for (let batch = first; batch < this.batches; ) {
      const { goOn, held } = await control.point();
      started += held;
      if (!goOn) {
        this.duration += performance.now() - started;
        this.position = { epoch, batch };
        this.pending = this.checkpoint();
        const reason = control.interruption;
        return { status: reason === null ? 'stopped' : 'interrupted', reason };
      }
      const next = await reader.next(batch, model.stepsPerCall);
      model.trainBatches(next, epoch * this.batches + batch);
      batch += next.length;
      const isFine = this.reportBatch(epoch, batch, batch - first, performance.now() - started);
      if (!isFine) return this.diverged(epoch);
    }
    const scores = model.readScores();
    if (!Number.isFinite(scores.loss)) return this.diverged(epoch);
    const validation = split.validation.length > 0 ? await scoreOf(this.parts, split.validation) : null;
    if (validation && !Number.isFinite(validation.loss)) return this.diverged(epoch);
    const ms = performance.now() - started;
    this.duration += ms;
    this.position = { epoch: epoch + 1, batch: 0 };
    await this.record(scores, validation, ms);
    return null;
  }

  private async record(scores: Scores, validation: Scores | null, ms: number): Promise<void> {
    const { plan, report } = this.parts;
    const judged = (entry: Epoch) => entry.valLoss ?? entry.loss;
    const lowest = Math.min(...this.history.map(judged));
    const entry: Epoch = {
      epoch: this.position.epoch,
      loss: scores.loss,
      accuracy: scores.accuracy,
      valLoss: validation?.loss ?? null,
      valAccuracy: validation?.accuracy ?? null,
      ms: Math.round(ms * 10) / 10,
      best: (validation?.loss ?? scores.loss) < lowest,
    };
    this.history.push(entry);
    this.pending = this.checkpoint();
    if (entry.best) this.pendingBest = this.pending;
    if (performance.now() >= this.nextWrite) await this.flush();
    const { outputs } = scoresMessage(scores, plan);
    report({ event: 'epoch', ...entry, ...(outputs && { outputs }) });
  }

  private checkpoint(): Checkpoint {
    const { model } = this.parts;
    return { position: this.position, weights: model.getWeights(), optimizer: model.getOptimizerState() };
  }

  /** Writes what has not been written yet. */
  private async flush(): Promise<void> {
    const { folder } = this.parts;
    if (!this.pending) return;
    const started = performance.now();
    await folder.writeMetrics(this.history);
    if (this.pendingBest) await folder.writeBest(this.pendingBest.position, this.pendingBest.weights);
    await folder.writeCheckpoint(this.pending);
    await this.parts.saved(this);
    this.pending = null;
    this.pendingBest = null;
    const now = performance.now();
    this.nextWrite = now + WRITE_SHARE * (now - started);
  }

  /** @returns false when the loss is no number any more */
  private reportBatch(epoch: number, batch: number, done: number, elapsed: number): boolean {
    const now = performance.now();
    if (now - this.lastReport < REPORT_EVERY || batch === this.batches) return true;
    this.lastReport = now;
    const { model, epochs, feed, report } = this.parts;
    const { loss, accuracy } = model.readScores();
    const perBatch = elapsed / done;
    const left = (epochs - epoch - 1) * this.batches + this.batches - batch;
    if (!Number.isFinite(loss)) return false;
    report({
      event: 'batch',
      epoch: epoch + 1,
      epochs,
      batch,
      batches: this.batches,
      loss,
      accuracy,
      samplesPerSecond: (feed.batchSize * 1000) / perBatch,
      secondsLeft: (left * perBatch) / 1000,
    });
    return true;
  }

  private diverged(epoch: number): Ending {
    const kept =
      epoch === 0
        ? 'No weights were kept, since the first epoch was not finished.'
        : `The weights of epoch ${epoch} are kept.`;
    const rate = this.parts.plan.settings.optimizer.learning_rate;
    return {
      status: 'failed',
      reason: `The loss is no longer a number in epoch ${epoch + 1}. ${kept} Lower the learning rate (now ${rate}) and train anew, or look for extreme values in the data.`,
    };
  }
}

/** The scores of some samples. */
export async function scoreOf(
  { model, feed }: Pick<TrainerParts, 'model' | 'feed'>,
  indices: Int32Array,
): Promise<Scores> {
  model.resetScores();
  const batches = batchCount(indices.length, feed.batchSize);
  const reader = new BatchReader(feed, indices, null);
  for (let batch = 0; batch < batches; batch++)
    for (const next of await reader.next(batch, 1)) model.evaluateBatch(next);
  return model.readScores();
}

/** Scores as messages and files have them: by output's name, where there are several. */
export function scoresMessage(scores: Scores, plan: TrainingPlan): ScoresMessage {
  const { loss, accuracy } = scores;
  if (plan.outputs.length < 2) {
    return { loss, accuracy };
  }
  const outputs = plan.outputs.map((output, i) => {
    const entry = scores.outputs[i];
    return [output.name, { loss: entry?.loss ?? Number.NaN, ...entry?.metrics }] as const;
  });
  return { loss, accuracy, outputs: Object.fromEntries(outputs) };
}

/** A record brought up to where a trainer stands. */
export function recordOf(record: RunRecord, trainer: Trainer): RunRecord {
  return {
    ...record,
    execution: trainer.execution,
    epochsDone: trainer.history.length,
    bestEpoch: trainer.bestEpoch,
    duration: Math.round(trainer.duration),
  };
}
