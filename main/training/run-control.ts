/** Why a training is ended by others than the user. */
export interface Interruption {
  /** A stable code. */
  readonly code: string;
  /** A sentence. */
  readonly reason: string;
}

/** What a control makes of a training between two batches. */
export type HeldState = 'paused' | 'training' | 'stopping';

/** Lets others pause, resume and stop a training between batches. */
export class RunControl {
  private stopping = false;
  private why: Interruption | null = null;
  private paused = false;
  private wake: (() => void) | null = null;
  private lastYield = performance.now();
  private state: HeldState = 'training';
  private readonly told: (state: HeldState) => void;

  /** @param told hears when a wish takes effect */
  constructor(told: (state: HeldState) => void = () => undefined) {
    this.told = told;
  }

  /** Holds at the next batch. */
  pause(): void {
    this.paused = true;
  }

  /** Goes on. */
  resume(): void {
    this.paused = false;
    this.wake?.();
  }

  /**
   * Ends at the next batch; the weights are kept.
   *
   * @param interruption where it was not the user's wish
   */
  stop(interruption: Interruption | null = null): void {
    this.stopping = true;
    this.why ??= interruption;
    this.resume();
  }

  /** What was given to {@link RunControl.stop}. */
  get interruption(): Interruption | null {
    return this.why;
  }

  get isPaused(): boolean {
    return this.paused;
  }

  /**
   * Called between batches: gives way to other work now and then, waits while paused.
   *
   * @returns false when the training is to end, and how long it was held in milliseconds
   */
  async point(): Promise<{ readonly goOn: boolean; readonly held: number }> {
    const now = performance.now();
    // Engines compute synchronously; messages are only heard in these gaps.
    if (now - this.lastYield > YIELD_EVERY || this.paused) {
      await new Promise(resolve => setImmediate(resolve));
      while (this.paused && !this.stopping) {
        this.become('paused');
        await new Promise<void>(resolve => {
          this.wake = resolve;
        });
      }
      this.lastYield = performance.now();
    }
    this.become(this.stopping ? 'stopping' : 'training');
    return { goOn: !this.stopping, held: this.lastYield > now ? this.lastYield - now : 0 };
  }

  private become(state: HeldState): void {
    if (state === this.state) return;
    this.state = state;
    this.told(state);
  }
}

/** Milliseconds between two looks at messages. */
const YIELD_EVERY = 20;
