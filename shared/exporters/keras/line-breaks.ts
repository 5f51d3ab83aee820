/** The widest line, as Python's formatters have it. */
const WIDTH = 88;

/**
 * Breaks a statement that is too long as Python's formatters do: the arguments of the first call on a line of their own, or each on one.
 *
 * @param text a statement on one line
 * @param margin spaces that will stand before it
 */
export function brokenLine(text: string, margin: number): string {
  if (text.length + margin <= WIDTH) return text;
  const open = text.indexOf('(');
  const close = open < 0 ? -1 : closing(text, open);
  if (close < 0) return text;
  const inner = text.slice(open + 1, close);
  const [head, tail] = [text.slice(0, open + 1), text.slice(close)];
  const body =
    inner.length + margin + 4 <= WIDTH
      ? `    ${inner}`
      : splitArguments(inner)
          .map(part => `    ${brokenLine(part, margin + 4).replaceAll('\n', '\n    ')},`)
          .join('\n');
  return `${head}\n${body}\n${tail}`;
}

/** Position of the bracket that closes the one at `open`; -1 for none. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (const [i, character] of brackets(text)) {
    if (i < open) continue;
    depth += '([{'.includes(character) ? 1 : ')]}'.includes(character) ? -1 : 0;
    if (depth === 0) return i;
  }
  return -1;
}

/** The arguments at the top level of a list of arguments. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [i, character] of brackets(text)) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** Brackets and commas outside string literals, with their positions. */
function* brackets(text: string): Generator<readonly [number, string]> {
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (isString && character === '\\') i += 1;
    else if (character === '"') isString = !isString;
    else if (!isString && '()[]{},'.includes(character)) yield [i, character];
  }
}
