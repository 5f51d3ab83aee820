/** How far a computation lies from its judge's golden figures. */
export interface JudgedDifference {
  readonly kind: 'optimizer' | 'loss' | 'metric' | 'schedule';
  /** By Keras's name. */
  readonly name: string;
  /** The largest of the case, relative where the judge's figure is above 1. */
  readonly difference: number;
}

declare module 'vitest' {
  interface TaskMeta {
    judged?: JudgedDifference;
  }
}

/** Notes a difference with the test that found it, for the table that `npm run judges -- optimizers` makes of the test report. */
export function tellDifference(
  task: { readonly meta: { judged?: JudgedDifference } },
  judged: JudgedDifference,
): void {
  task.meta.judged = judged;
}
