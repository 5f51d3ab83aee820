/** A Python string literal; whatever the text holds, it cannot end the literal. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u{10ffff}]/gu, character => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A number as Python writes it. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  const isSmall = value !== 0 && Math.abs(value) < 1e-3;
  return (isSmall ? value.toExponential() : String(value)).replace('e+', 'e');
}

/** True or False. */
export function pythonBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}

/** A tuple of numbers: `(1, 2)`, `(3,)`. */
export function pythonTuple(values: readonly number[]): string {
  return values.length === 1
    ? `(${pythonNumber(values[0] ?? 0)},)`
    : `(${values.map(pythonNumber).join(', ')})`;
}

/** One number where all are equal, else a tuple: `3`, `(3, 5)`. */
export function pythonScalarOrTuple(values: readonly number[]): string {
  const [first] = values;
  return first !== undefined && values.every(value => value === first)
    ? pythonNumber(first)
    : pythonTuple(values);
}

/** The arguments of a call; those that are null, false or empty are left out. */
export function pythonArguments(...parts: readonly (string | null | false | undefined)[]): string {
  return parts.filter(part => part).join(', ');
}

/** Indents every line that is not empty. */
export function indent(text: string, spaces: number): string {
  return text
    .split('\n')
    .map(line => (line === '' ? '' : ' '.repeat(spaces) + line))
    .join('\n');
}
