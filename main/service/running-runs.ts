import { ServiceError } from '../../shared/contract/protocol.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import type { RunNews } from '../../shared/contract/training.ts';
import { engineExecutable } from '../engines/engine-executable.ts';
import { CLOSED_WAITING, runSummary } from '../runs/run-summary.ts';
import { type LaunchedRun, launchRun } from '../training/launch-run.ts';
import { CLOSED } from '../training/serve-training.ts';
import type { WorkerTask } from '../training/supervisor.ts';
import { Turns } from '../training/turns.ts';
import { EpochNews } from './epoch-news.ts';

/** How long a stopping run may take to keep its weights when the service ends, in milliseconds. */
const STOP_PATIENCE = 10_000;

/** What the record of a run may say that this service has in hand. */
const FOLLOWED: ReadonlySet<RunSummary['status']> = new Set(['queued', 'running', 'interrupted']);

/** What running runs need from their surroundings. */
export interface RunningRunsOptions {
  readonly dataFolder: string;
  /** The built training worker. */
  readonly workerScript: string;
  emit(event: string, data: unknown): void;
}

/** The runs of this service that train or wait for their turn, and the news of them for the windows. */
export class RunningRuns {
  private readonly runs = new Map<string, LaunchedRun>();
  /** Those whose training has begun: their records name the device. */
  private readonly begun = new Set<string>();
  private readonly epochNews: EpochNews;
  private readonly turns: Turns;
  private readonly options: RunningRunsOptions;

  constructor(options: RunningRunsOptions) {
    this.options = options;
    this.epochNews = new EpochNews((run, epochs) => options.emit('training.epochs', { run, epochs }));
    this.turns = new Turns(options.dataFolder);
  }

  /** A run as lists show it. */
  async summary(run: string): Promise<RunSummary> {
    const before = this.runs.get(run);
    const summary = await runSummary(run);
    const own = this.runs.get(run);
    // It ended meanwhile: what was read may be from before its end was written down.
    if (before && !own) return this.summary(run);
    // The record follows what happens: a worker has yet to write that it trains, a death is yet to be written down.
    if (!own || !FOLLOWED.has(summary.status)) return summary;
    const { status } = own;
    const place = status === 'queued' ? own.before : null;
    return { ...summary, status, before: place, reason: null, code: null };
  }

  /** Tells every window how a run stands. */
  async tell(run: string): Promise<void> {
    const summary = await this.summary(run);
    this.epochNews.flush(run);
    this.options.emit('training.status', { run: summary });
  }

  /**
   * Begins a prepared run, or lets it wait for its turn.
   *
   * @throws ServiceError `training.running` when it runs or waits already
   */
  async launch(task: WorkerTask, waits: boolean): Promise<RunSummary> {
    const { run } = task;
    this.requireIdle(run);
    const program = { path: this.options.workerScript, execPath: await engineExecutable(task.engine) };
    const launched = await launchRun(program, task, {
      turns: this.turns,
      waits,
      report: news => this.report(run, news),
      queued: () => void this.tell(run).catch(() => undefined),
    });
    this.runs.set(run, launched);
    void launched.ended.then(async () => {
      this.runs.delete(run);
      this.begun.delete(run);
      await this.tell(run).catch(() => undefined);
    });
    await this.tell(run);
    return this.summary(run);
  }

  /** @throws ServiceError `training.running` */
  requireIdle(run: string): void {
    const status = this.runs.get(run)?.status;
    if (status === undefined) return;
    throw new ServiceError(
      'training.running',
      status === 'queued'
        ? 'The run waits for its turn; take it out of the queue first.'
        : 'The run is still training; stop it first.',
    );
  }

  /** @throws ServiceError `training.not-running` when it does not train or, to be paused, still waits */
  async steer(run: string, action: 'pause' | 'resume' | 'stop'): Promise<void> {
    const found = this.runs.get(run);
    if (!found) throw new ServiceError('training.not-running', `The run ${run} is not running.`);
    if (action === 'stop') return found.stop();
    if (!found[action]())
      throw new ServiceError('training.not-running', 'The run waits for its turn; there is nothing to hold.');
    await this.tell(run);
  }

  /** Stops every run, which keeps its weights; those that wait are told why they never began. */
  async close(): Promise<void> {
    const all = [...this.runs.values()];
    for (const run of all)
      run.stop(run.status === 'queued' ? { code: 'run.closed', reason: CLOSED_WAITING } : CLOSED);
    const patience = new Promise(resolve => setTimeout(resolve, STOP_PATIENCE).unref());
    await Promise.race([Promise.all(all.map(run => run.ended)), patience]);
  }

  private report(run: string, news: RunNews): void {
    const { emit } = this.options;
    if ((news.event === 'batch' || news.event === 'epoch') && !this.begun.has(run)) {
      this.begun.add(run);
      void this.tell(run).catch(() => undefined);
    }
    if (news.event === 'batch') {
      const { event: _, ...progress } = news;
      emit('training.progress', { run, ...progress });
    } else if (news.event === 'epoch') {
      const { event: _, outputs: __, ...epoch } = news;
      this.epochNews.add(run, epoch);
    } else if (news.event === 'memory') {
      const { event: _, ...memory } = news;
      emit('training.memory', { run, ...memory });
    }
  }
}
