import type { Epoch } from '../../shared/contract/runs.ts';

/** How far apart a run's news of epochs are at least, in milliseconds. */
const INTERVAL = 200;

/** A run's epochs since the last news of it, and the timer after whose end they are told. */
interface Waiting {
  readonly epochs: Epoch[];
  readonly timer: NodeJS.Timeout;
}

/** Tells the epochs of runs a few times a second at most: a small network makes hundreds, and with each a window draws its curves anew. */
export class EpochNews {
  private readonly waiting = new Map<string, Waiting>();
  private readonly tell: (run: string, epochs: readonly Epoch[]) => void;

  /** @param tell receives the epochs of a run, in order, at least one */
  constructor(tell: (run: string, epochs: readonly Epoch[]) => void) {
    this.tell = tell;
  }

  /** Tells an epoch at once where the last news of the run are long past, else with those that follow it soon. */
  add(run: string, epoch: Epoch): void {
    const waiting = this.waiting.get(run);
    if (waiting) waiting.epochs.push(epoch);
    else this.tellNow(run, [epoch]);
  }

  /** Tells what has not been told of a run: what comes next is another kind of news of it. */
  flush(run: string): void {
    const waiting = this.waiting.get(run);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(run);
    if (waiting.epochs.length > 0) this.tell(run, waiting.epochs);
  }

  private tellNow(run: string, epochs: readonly Epoch[]): void {
    const timer = setTimeout(() => {
      const next = this.waiting.get(run)?.epochs ?? [];
      this.waiting.delete(run);
      if (next.length > 0) this.tellNow(run, next);
    }, INTERVAL);
    timer.unref();
    this.waiting.set(run, { epochs: [], timer });
    this.tell(run, epochs);
  }
}
