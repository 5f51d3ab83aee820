/** A range with round ends and the round values between them, ascending. */
export interface NiceScale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  /** Decimals that write every tick exactly. */
  readonly decimals: number;
}

/**
 * A round range around some values, stepped by 1, 2 or 5 times a power of ten. Source: Heckbert, Nice Numbers for Graph
 * Labels, Graphics Gems 1990.
 *
 * @param low the smallest value
 * @param high the largest value; equal ends are widened
 * @param steps about how many steps are wanted, at least 1
 */
export function niceScale(low: number, high: number, steps = 4): NiceScale {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / steps;
  const power = Math.floor(Math.log10(raw));
  const fraction = raw / 10 ** power;
  const round = fraction < 1.5 ? 1 : fraction < 3 ? 2 : fraction < 7 ? 5 : 10;
  const step = round * 10 ** power;
  // A millionth of a step of slack: 0.3 / 0.1 is a little below 3.
  const first = Math.floor(low / step + 1e-6);
  const last = Math.max(Math.ceil(high / step - 1e-6), first + 1);
  const decimals = Math.max(0, -power - (round === 10 ? 1 : 0));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(decimals)),
  );
  return { min: ticks[0] ?? low, max: ticks[ticks.length - 1] ?? high, ticks, decimals };
}

/**
 * The smallest and the largest of some values. As arguments of one call, 100,000 epochs or a picture's elements would be too many.
 *
 * @param values what is null or not finite is passed over
 * @returns null where nothing is left
 */
export function finiteRange(
  values: ArrayLike<number | null>,
): { readonly low: number; readonly high: number } | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    if (value === null || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : null;
}

/**
 * The scale of a loss: from 0 (or lower, where a loss is negative) to a round value above the highest. A first epoch that
 * towers over the others is kept: nothing is cut off.
 *
 * @param values losses; what is not finite is passed over
 */
export function lossScale(values: readonly (number | null)[]): NiceScale {
  const range = finiteRange(values);
  return niceScale(Math.min(0, range?.low ?? 0), Math.max(0, range?.high ?? 0) || 1);
}

/**
 * The scale of an accuracy: from a round value below the lowest to 1.
 *
 * @param values accuracies, 0 to 1; what is not finite is passed over
 */
export function accuracyScale(values: readonly (number | null)[]): NiceScale {
  const range = finiteRange(values);
  const { min, ticks, decimals } = niceScale(range ? Math.min(range.low, 0.99) : 0, 1);
  return { min: Math.max(0, min), max: 1, ticks: ticks.filter(tick => tick >= 0 && tick <= 1), decimals };
}

/**
 * Round epoch numbers along the horizontal axis: the first, the last, and some between that keep clear of the last.
 *
 * @param epochs the last epoch
 */
export function epochTicks(epochs: number): readonly number[] {
  if (epochs <= 1) return [1];
  const { ticks } = niceScale(1, epochs, 5);
  // The last one is written with its word before it.
  const clear = epochs * 0.17;
  const inner = ticks.filter(tick => Number.isInteger(tick) && tick > 1 && tick < epochs - clear);
  return [1, ...inner, epochs];
}

/** A loss as it stands at the axis of a {@link lossScale}: all of an axis in one form. */
export function lossTick(value: number, { decimals, min, max }: NiceScale): string {
  if (value === 0) return '0';
  return Math.max(-min, max) < 1e5 ? value.toFixed(decimals) : value.toExponential();
}
