/** Names as a sentence lists them: each in quotes, with commas between; empty for none. */
export function quotedNames(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ');
}
