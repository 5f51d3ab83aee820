import type { Epoch } from '../../shared/contract/runs.ts';
import type { Execution, RunRecord, TrainingEvent } from '../../shared/contract/training.ts';
import { scheduledRate } from '../../shared/training/schedules.ts';
import {
  type BestSoFar,
  bestOf,
  plateauRate,
  type Watched,
  withEpoch,
} from '../../shared/training/watching.ts';
import type { SplitIndices } from '../datasets/dataset.ts';
import type { EngineModel, Scores } from '../engines/engine.ts';
import type { Checkpoint, Position, RunFolder } from '../runs/run-folder.ts';
import { epochMetrics, scoresMessage } from './epoch-scores.ts';
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
  /** A stable code where it was interrupted or failed. */
  readonly code?: string;
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
  private soFar: BestSoFar;
  private lastKept = performance.now();
  /** The position of the last checkpoint that was taken. */
  private kept: Position;

  /**
   * @param parts what it works with
   * @param from where to begin: the start, or a checkpoint that the model already holds
   * @param history the epochs done before
   * @param duration milliseconds trained before
   */
  constructor(parts: TrainerParts, from: Position, history: readonly Epoch[], duration: number) {
    this.parts = parts;
    this.position = from;
    this.kept = from;
    this.history = [...history];
    this.soFar = bestOf(history, this.watched);
    this.duration = duration;
    this.batches = batchCount(parts.split.train.length, parts.feed.batchSize);
  }

  /** How the engine makes the steps. */
  get execution(): Execution {
    return this.parts.model.execution;
  }

  /** The best epoch by what early stopping watches, without it by the loss of validation (of training without validation); null before the first. */
  get bestEpoch(): number | null {
    return this.history.findLast(epoch => epoch.best)?.epoch ?? null;
  }

  private get watched(): Watched {
    return this.parts.plan.settings.earlyStopping ?? {};
  }

  /** Trains until the epochs are done, someone stops it, it no longer improves, or the loss is no number. */
  async run(): Promise<Ending> {
    try {
      const ending = await this.epochs();
      if (ending.status === 'done' && !isSame(this.position, this.kept)) this.pending = this.checkpoint();
      return ending;
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
    const { earlyStopping } = plan.settings;
    this.setRates();
    while (this.position.epoch < epochs) {
      const ending = await this.epoch();
      if (ending) return ending;
      this.setRates();
      if (earlyStopping === null) continue;
      const { wait } = this.soFar;
      if (wait >= earlyStopping.patience)
        return {
          status: 'done',
          reason: `Stopped early: ${earlyStopping.monitor ?? 'the loss'} has not improved for ${wait} epochs; the best was epoch ${this.bestEpoch}.`,
        };
    }
    return { status: 'done', reason: null };
  }

  /** Sets the rates of the steps to come: the schedule, lowered where nothing improved. */
  private setRates(): void {
    const { model, plan } = this.parts;
    const { schedule, reduceOnPlateau, optimizer } = plan.settings;
    const epochSteps = this.batches / (optimizer.gradient_accumulation_steps ?? 1);
    const { learning_rate: initial } = optimizer;
    const scheduled = scheduledRate(schedule, initial, epochSteps);
    if (reduceOnPlateau === null) {
      model.setRates(scheduled);
      return;
    }
    const factor = plateauRate(this.history, reduceOnPlateau, initial) / initial;
    model.setRates(step => scheduled(step) * factor);
  }

  private async epoch(): Promise<Ending | null> {
    const { model, feed, split, plan, control } = this.parts;
    const { epoch } = this.position;
    const order = shuffled(split.train, plan.settings.seed, epoch);
    const reader = new BatchReader(feed, order, epoch);
    const first = this.position.batch;
    let started = performance.now();
    // In the middle of an epoch the sums so far came with the checkpoint.
    if (first === 0) model.resetScores();
    const everyMinutes = plan.settings.checkpoints.everyMinutes;
    for (let batch = first; batch < this.batches; ) {
      const { goOn, held } = await control.point();
      started += held;
      if (!goOn) {
        this.duration += performance.now() - started;
        this.position = { epoch, batch };
        this.pending = this.checkpoint();
        const why = control.interruption;
        return why === null ? { status: 'stopped', reason: null } : { status: 'interrupted', ...why };
      }
      const next = await reader.next(batch, model.stepsPerCall);
      model.trainBatches(next, epoch * this.batches + batch);
      batch += next.length;
      const isFine = this.reportBatch(epoch, batch, batch - first, performance.now() - started);
      if (!isFine) return this.diverged(epoch);
      const minutes = (performance.now() - this.lastKept) / 60_000;
      if (everyMinutes !== null && minutes >= everyMinutes && batch < this.batches) {
        this.position = { epoch, batch };
        this.pending = this.checkpoint();
        await this.flush();
      }
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
    const { plan, report, model, epochs } = this.parts;
    const { checkpoints } = plan.settings;
    const valMetrics = validation && epochMetrics(validation, plan);
    const figures: Epoch = {
      epoch: this.position.epoch,
      loss: scores.loss,
      accuracy: scores.accuracy,
      valLoss: validation?.loss ?? null,
      valAccuracy: validation?.accuracy ?? null,
      ms: Math.round(ms * 10) / 10,
      best: false,
      metrics: epochMetrics(scores, plan),
      ...(valMetrics && { valMetrics }),
      learningRate: model.rate,
    };
    this.soFar = withEpoch(this.soFar, figures, this.watched);
    const entry = { ...figures, best: this.soFar.best?.epoch === figures.epoch };
    this.history.push(entry);
    const isDue = entry.epoch % checkpoints.everyEpochs === 0 || entry.epoch === epochs;
    const checkpoint = isDue || entry.best ? this.checkpoint() : null;
    if (isDue) this.pending = checkpoint;
    if (entry.best) this.pendingBest = checkpoint;
    if (performance.now() >= this.nextWrite) await this.flush();
    const { outputs } = scoresMessage(scores, plan);
    report({ event: 'epoch', ...entry, ...(outputs && { outputs }) });
  }

  private checkpoint(): Checkpoint {
    const { model } = this.parts;
    this.kept = this.position;
    return {
      position: this.position,
      weights: model.getWeights(),
      optimizer: model.getOptimizerState(),
      stepsPerCall: model.stepsPerCall,
    };
  }

  /** Writes what has not been written yet. */
  private async flush(): Promise<void> {
    const { folder } = this.parts;
    if (!this.pending && !this.pendingBest) return;
    const started = performance.now();
    await folder.writeMetrics(this.history);
    if (this.pendingBest) await folder.writeBest(this.pendingBest.position, this.pendingBest.weights);
    if (this.pending) await folder.writeCheckpoint(this.pending);
    await this.parts.saved(this);
    this.pending = null;
    this.pendingBest = null;
    const now = performance.now();
    this.lastKept = now;
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
    const { epoch: whole, batch } = this.kept;
    const isKept = whole > 0 || batch > 0;
    const kept = !isKept
      ? 'No weights were kept, since the first epoch was not finished.'
      : `The weights of ${batch === 0 ? `epoch ${whole}` : `batch ${batch} of epoch ${whole + 1}`} are kept.`;
    const rate = this.parts.plan.settings.optimizer.learning_rate;
    return {
      status: 'failed',
      code: 'run.diverged',
      reason: `The loss is no longer a number in epoch ${epoch + 1}. ${kept} Lower the learning rate (now ${rate}) or clip the gradients (clipnorm) and ${isKept ? 'go on from there' : 'train anew'}, or look for extreme values in the data.`,
    };
  }
}

/**
 * The scores of some samples.
 *
 * @param parts the model, what feeds it, and whoever may hold it meanwhile
 * @param indices the samples
 */
export async function scoreOf(
  { model, feed, control }: Pick<TrainerParts, 'model' | 'feed'> & Partial<Pick<TrainerParts, 'control'>>,
  indices: Int32Array,
): Promise<Scores> {
  model.resetScores();
  const batches = batchCount(indices.length, feed.batchSize);
  const reader = new BatchReader(feed, indices, null);
  for (let batch = 0; batch < batches; batch++) {
    for (const next of await reader.next(batch, 1)) model.evaluateBatch(next);
    // A wish to stop is answered here and fulfilled when the scores are complete.
    await control?.point();
  }
  return model.readScores();
}

function isSame(a: Position, b: Position): boolean {
  return a.epoch === b.epoch && a.batch === b.batch;
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
