import { InvalidArgumentError, Option } from 'commander';
import type { Json } from '../../shared/document/json.ts';
import { CommandError } from './command-error.ts';

/** A parser for a whole number in a range, for commander. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return text => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text.trim()) || !Number.isSafeInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(
        `A whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`} was expected; got "${text}".`,
      );
    return value;
  };
}

/** An option with a fixed set of words. */
export function choiceOption(
  flags: string,
  description: string,
  choices: readonly string[],
  fallback?: string,
): Option {
  const option = new Option(flags, description).choices(choices);
  return fallback === undefined ? option : option.default(fallback);
}

/** Collects an option given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/**
 * Splits `NAME=VALUE` at the first equals sign.
 *
 * @param text what was given
 * @param form what the option takes, e.g. `--rename OLD=NEW`
 * @throws CommandError `usage.assignment`
 */
export function assignment(text: string, form: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError('usage.assignment', `${form} was expected; got "${text}".`, 2);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Reads a value as JSON where it is JSON (`3`, `[3, 3]`, `true`, `null`), else as text. */
export function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
