/** The longest name that a document takes. */
const MAX_NAME = 200;

/**
 * Gives names that a document takes: characters that it does not take become `_`, and no name is given twice.
 */
export class NameGiver {
  private readonly taken = new Set<string>();

  /**
   * Gives a name that is free.
   *
   * @param wanted the name in the file
   * @returns the same where the document takes it
   */
  give(wanted: string): string {
    const plain = wanted
      .replace(/[^A-Za-z0-9_\-./]/g, '_')
      .replace(/^[^A-Za-z0-9_]+/, '_')
      .slice(0, MAX_NAME - 6);
    const base = plain === '' ? 'layer' : plain;
    let name = base;
    for (let count = 2; this.taken.has(name.toLowerCase()); count++) name = `${base}_${count}`;
    // Names that differ in case alone would be one file name or one Python name on some systems.
    this.taken.add(name.toLowerCase());
    return name;
  }
}
