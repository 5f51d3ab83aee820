/** Brackets at the top level of a text: where each opens and closes. */
interface Brackets {
  readonly open: number;
  readonly close: number;
}

/** Positions of the top-level brackets and commas; what stands in string literals counts as nothing. */
function scan(text: string): { readonly brackets: readonly Brackets[]; readonly commas: readonly number[] } {
  const brackets: Brackets[] = [];
  const commas: number[] = [];
  let depth = 0;
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++;
    } else if ('([{'.includes(character)) {
      if (depth === 0) open = i;
      depth++;
    } else if (')]}'.includes(character)) {
      depth--;
      if (depth === 0) brackets.push({ open, close: i });
    } else if (character === ',' && depth === 0) commas.push(i);
  }
  return { brackets, commas };
}

function splitAt(text: string, commas: readonly number[]): readonly string[] {
  const starts = [0, ...commas.map(comma => comma + 1)];
  const ends = [...commas, text.length];
  return starts.map((start, i) => text.slice(start, ends[i]).trim()).filter(part => part !== '');
}

/** Numbers side by side, as many as a line takes. */
function filled(parts: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 3 <= width)
      lines[lines.length - 1] = `${last} ${part},`;
    else lines.push(`${part},`);
  }
  return lines.join('\n');
}

const indented = (text: string) => text.replace(/^/gm, '    ');

/**
 * Breaks a long line of Python within its brackets, as the formatter black does: what they hold on a line of its own, or else each argument
 * on one, with a comma behind. Numbers of a list stay side by side.
 *
 * @param line one statement or expression
 * @param width columns it may take
 */
export function wrapPython(line: string, width: number): string {
  if (line.length <= width || line.startsWith('#')) return line;
  const { brackets } = scan(line);
  const wide = brackets.filter(({ open, close }) => close - open > 1);
  // The last bracket, unless an earlier one holds much more.
  const widest = Math.max(...wide.map(({ open, close }) => close - open));
  const chosen = wide.findLast(({ open, close }) => close - open > widest / 2);
  if (!chosen) return line;
  const head = line.slice(0, chosen.open + 1);
  const body = line.slice(chosen.open + 1, chosen.close);
  const tail = line.slice(chosen.close);
  const parts = splitAt(body, scan(body).commas);
  if (parts.length > 8 && parts.every(part => /^-?[\d.e-]+$/.test(part)))
    return `${head}\n${indented(filled(parts, width - 4))}\n${tail}`;
  if (body.length + 4 <= width || parts.length < 2)
    return `${head}\n${indented(wrapPython(body, width - 4))}\n${tail}`;
  const rows = parts.map(part => `${wrapPython(part, width - 5)},`).join('\n');
  return `${head}\n${indented(rows)}\n${tail}`;
}
