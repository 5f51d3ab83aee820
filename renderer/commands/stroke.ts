/** One key with those held down beside it. */
export interface Stroke {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** As `KeyboardEvent.key` names it, in lower case; never empty. */
  readonly key: string;
}

const NAMED: Readonly<Record<string, string>> = {
  Space: ' ',
  Left: 'arrowleft',
  Right: 'arrowright',
  Up: 'arrowup',
  Down: 'arrowdown',
};

/**
 * Reads keys as a command declares them.
 *
 * @param keys for example `Ctrl+Shift+P`, `Space` or `+`
 */
export function strokeOf(keys: string): Stroke {
  const parts = keys.split(/(?!^)\+/);
  const key = parts[parts.length - 1] ?? '';
  return {
    ctrl: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: NAMED[key] ?? key.toLowerCase(),
  };
}
