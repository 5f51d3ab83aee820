import path from 'node:path';

/**
 * The document named on a command line: the first argument after the program that ends in `.netloom`.
 *
 * @param argv as the system gave it, switches included
 * @param folder what a relative path starts from
 * @returns an absolute path, or null
 */
export function fileOfArguments(argv: readonly string[], folder: string): string | null {
  const named = argv.slice(1).find(argument => !argument.startsWith('-') && /\.netloom$/i.test(argument));
  return named === undefined ? null : path.resolve(folder, named);
}
