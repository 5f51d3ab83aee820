import type { SetupProgress } from '../../shared/contract/engines.ts';

/** The state of a step, in bytes where it moves bytes. */
export interface StepBytes {
  readonly bytesDone: number;
  readonly bytesTotal?: number | undefined;
}

const SHORTEST_INTERVAL = 100;
const RATE_WINDOW = 3_000;

/** Turns what happens in a set-up into progress messages: each step's beginning, and within it at most ten a second. */
export class ProgressReporter {
  private step = 0;
  private title = '';
  private lastSent = Number.NEGATIVE_INFINITY;
  private samples: { readonly time: number; readonly bytes: number }[] = [];
  private readonly steps: number;
  private readonly send: (progress: SetupProgress) => void;
  private readonly now: () => number;

  /**
   * @param steps how many steps there will be
   * @param send receives the messages
   * @param now a clock in milliseconds
   */
  constructor(
    steps: number,
    send: (progress: SetupProgress) => void,
    now: () => number = () => performance.now(),
  ) {
    this.steps = steps;
    this.send = send;
    this.now = now;
  }

  /** Begins the next step. */
  begin(title: string): void {
    this.step = Math.min(this.step + 1, this.steps);
    this.title = title;
    this.samples = [];
    this.lastSent = this.now();
    this.send({ step: this.step, steps: this.steps, title, fraction: null });
  }

  /** Says how far the step is; dropped when the last message is younger than a tenth of a second. */
  advance({ bytesDone, bytesTotal }: StepBytes): void {
    const now = this.now();
    if (now - this.lastSent < SHORTEST_INTERVAL) return;
    this.lastSent = now;
    this.samples.push({ time: now, bytes: bytesDone });
    this.samples = this.samples.filter(({ time }) => now - time <= RATE_WINDOW);
    const oldest = this.samples[0];
    const elapsed = oldest ? (now - oldest.time) / 1000 : 0;
    const total = bytesTotal === undefined ? undefined : Math.max(bytesTotal, bytesDone);
    this.send({
      step: this.step,
      steps: this.steps,
      title: this.title,
      bytesDone,
      ...(total === undefined ? {} : { bytesTotal: total }),
      ...(oldest && elapsed > 0 ? { bytesPerSecond: Math.max(0, (bytesDone - oldest.bytes) / elapsed) } : {}),
      fraction: total ? bytesDone / total : null,
    });
  }
  /**
   * Reports what fetches and unpacks as two steps, the second of which begins when files appear.
   *
   * @param titles of the two
   * @param fetch does it, and tells how far it is
   */
  async inTwoSteps(
    [download, unpack]: readonly [string, string],
    fetch: (onBytes: (phase: 'download' | 'unpack', bytes: StepBytes) => void) => Promise<void>,
  ): Promise<void> {
    this.begin(download);
    let unpacking = false;
    await fetch((phase, bytes) => {
      if (phase === 'unpack' && !unpacking) {
        unpacking = true;
        this.begin(unpack);
      }
      this.advance(bytes);
    });
    if (!unpacking) this.begin(unpack);
  }
}
