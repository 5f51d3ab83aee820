/**
 * The name with the extension that a kind asks for, unless it has it already.
 *
 * @param name what the user typed
 * @param kind an extension without the dot
 */
export function withExtension(name: string, kind: string | undefined): string {
  return kind === undefined || name.toLowerCase().endsWith(`.${kind}`) ? name : `${name}.${kind}`;
}

/** Why a typed file name cannot be used; null when it can. */
export function fileNameProblem(name: string): string | null {
  if (name === '') return 'The file needs a name.';
  if (/[/\\]/.test(name)) return 'A file name has no slashes; choose the folder above.';
  return name === '.' || name === '..' ? `"${name}" is a folder.` : null;
}

/** A path below a folder as the service names it. */
export function inFolder(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}
