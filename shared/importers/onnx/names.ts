const MAX_NAME = 200;

/**
 * A name of the file as a document may have it: letters, digits and `_ - . /`, not beginning with a dot, a dash or a slash.
 *
 * @param name as the file has it
 * @param fallback for a name of which nothing is left
 */
export function safeName(name: string, fallback: string): string {
  const safe = name
    .replace(/::/g, '/')
    .replace(/[^A-Za-z0-9_\-./]+/g, '_')
    .replace(/^[-./]+/, '')
    .slice(0, MAX_NAME - 10);
  return safe === '' ? fallback : safe;
}

/** Gives names that nothing else has. */
export class UniqueNames {
  private readonly taken = new Set<string>();
  private readonly counts = new Map<string, number>();

  /** The wished name, or it with a number. */
  take(wish: string): string {
    let name = wish;
    let count = this.counts.get(wish) ?? 1;
    while (this.taken.has(name)) name = `${wish}_${++count}`;
    this.counts.set(wish, count);
    this.taken.add(name);
    return name;
  }
}
