/** The middle of the values; of an even number the lower one of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/**
 * The median time of a call.
 *
 * @param rounds how often it is called and timed
 * @param work the call
 * @param warmUp calls before that, not timed
 * @returns milliseconds
 */
export function timed(rounds: number, work: () => unknown, warmUp = Math.min(3, rounds)): number {
  for (let i = 0; i < warmUp; i++) work();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Writes one result as a JSON line. */
export function tell(result: Readonly<Record<string, string | number | boolean | null>>): void {
  const rounded = Object.entries(result).map(([key, value]) => [
    key,
    typeof value === 'number' ? Number(value.toPrecision(4)) : value,
  ]);
  console.log(JSON.stringify(Object.fromEntries(rounded)));
}
