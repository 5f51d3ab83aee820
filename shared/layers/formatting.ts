/** Kept: made anew for each number, as toLocaleString does, it takes sixty times as long. */
const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * Writes a count with thousands separators: `34,944`.
 *
 * @param value a whole number
 */
export function formatCount(value: number): string {
  return counts.format(value);
}

/**
 * Writes a large count short: `105.4 M`, `1.14 G`; below 10,000 in full.
 *
 * @param value a whole number, e.g. multiply-adds
 */
export function formatLargeCount(value: number): string {
  if (value < 10_000) return formatCount(value);
  for (const [unit, size] of [
    ['T', 1e12],
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (value >= size) {
      const scaled = value / size;
      return `${scaled.toFixed(scaled < 10 ? 2 : 1)} ${unit}`;
    }
  }
  return formatCount(value);
}

/** Writes window extents as one says them: `11×11`, `3`. */
export function formatExtents(extents: readonly number[]): string {
  return extents.join('×');
}

/** Joins the parts of a node's key line, leaving out empty ones: `96 · 11×11 /4 · relu`. */
export function keyLine(...parts: readonly (string | null | false | undefined)[]): string {
  return parts.filter(part => typeof part === 'string' && part !== '').join(' · ');
}
