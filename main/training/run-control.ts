/** Lets others pause, resume and stop a training between batches. */
export class RunControl {
  private stopping = false;
  private why: string | null = null;
  private paused = false;
  private wake: (() => void) | null = null;
  private lastYield = performance.now();

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
   * @param interruption a sentence where it was not the user's wish
   */
  stop(interruption: string | null = null): void {
    this.stopping = true;
    this.why ??= interruption;
    this.resume();
  }

  /** The sentence given to {@link RunControl.stop}. */
  get interruption(): string | null {
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
      while (this.paused && !this.stopping)
        await new Promise<void>(resolve => {
          this.wake = resolve;
        });
      this.lastYield = performance.now();
      return { goOn: !this.stopping, held: this.lastYield - now };
    }
    return { goOn: !this.stopping, held: 0 };
  }
}

/** Milliseconds between two looks at messages. */
const YIELD_EVERY = 20;
