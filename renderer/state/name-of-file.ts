/** The name of a document that nobody has named yet. */
export const UNTITLED = 'untitled';

/** The longest name that is taken from a file; a document may have no longer one (document/schema.ts). */
const MAX_NAME = 200;

/**
 * The name of a document in a file that the user has just chosen: the file's own, where the document has no name yet or has
 * that of the file it comes from; else the one it has, for it was given.
 *
 * @param name the document's name
 * @param from the file it was read from or last saved in; null for none
 * @param to the file it is saved in
 */
export function nameInFile(name: string, from: string | null, to: string): string {
  if (from === to || (name !== UNTITLED && (from === null || name !== baseName(from)))) return name;
  return baseName(to).slice(0, MAX_NAME) || name;
}

/** `digits` of `/nets/digits.netloom`; of Windows's paths too. */
function baseName(path: string): string {
  return path.replace(/^.*[/\\]/, '').replace(/\.netloom$/i, '');
}
