/**
 * Whether two JSON values are the same but for small differences of their numbers.
 *
 * @param tolerance how far a number may be from another, as a share of it where it is larger than 1
 */
export function near(a, b, tolerance) {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => near(a[key], b[key], tolerance));
}
