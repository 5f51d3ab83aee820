/** How often each class was taken for which. */
export interface Confusion {
  /** Counts by true class and predicted class. */
  readonly counts: readonly (readonly number[])[];
  readonly total: number;
  readonly wrong: number;
}

/**
 * Counts pairs of true and predicted classes.
 *
 * @param classes number of classes
 * @param pairs true and predicted class of each sample; others than 0 to classes - 1 are passed over
 */
export function countConfusion(classes: number, pairs: Iterable<readonly [number, number]>): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let total = 0;
  let wrong = 0;
  for (const [truth, predicted] of pairs) {
    const row = counts[truth];
    if (!row || row[predicted] === undefined) continue;
    row[predicted] += 1;
    total += 1;
    if (truth !== predicted) wrong += 1;
  }
  return { counts, total, wrong };
}
