/** Names that columns and arrays of targets commonly have. */
const TARGET_NAMES = ['target', 'targets', 'label', 'labels', 'class', 'classes', 'species', 'y', 'outcome'];

/**
 * The place of the name that most likely means the target.
 *
 * @param names of columns or arrays
 * @returns null when none looks like it
 */
export function guessedTarget(names: readonly string[]): number | null {
  for (const wanted of TARGET_NAMES) {
    const index = names.findIndex(name => name.toLowerCase() === wanted);
    if (index >= 0) return index;
  }
  return null;
}

/**
 * Whether a network that gives this per sample is to find numbers rather than classes: it gives one number, and there are more
 * than two different targets.
 *
 * @param output extents of the output, null where unknown
 * @param different how many different targets there are
 */
export function wantsValues(output: readonly (number | null)[] | null, different: number): boolean {
  return output?.length === 1 && output[0] === 1 && different > 2;
}
