/** One key with those held down beside it. */
export interface Stroke {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** As `KeyboardEvent.key` names it, in lower case; never empty. */
  readonly key: string;
}

/** Whether Cmd stands where other keyboards have Ctrl. */
export function isMacKeyboard(): boolean {
  return /mac/i.test(navigator.platform);
}

/** What is read of a `KeyboardEvent`. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const NAMED: Readonly<Record<string, string>> = {
  Space: ' ',
  Left: 'arrowleft',
  Right: 'arrowright',
  Up: 'arrowup',
  Down: 'arrowdown',
};
const NAMES = new Map(Object.entries(NAMED).map(([name, key]) => [key, name]));

/** Keys that are held beside another, dead keys, and what no keyboard could tell. */
const NO_KEYS: ReadonlySet<string> = new Set([
  'Alt',
  'AltGraph',
  'CapsLock',
  'Control',
  'Dead',
  'Fn',
  'Hyper',
  'Meta',
  'NumLock',
  'OS',
  'Process',
  'ScrollLock',
  'Shift',
  'Super',
  'Unidentified',
]);

/**
 * Reads keys as a command declares them.
 *
 * @param keys for example `Ctrl+Shift+P`, `Space`, `+` or `Ctrl++`
 */
export function strokeOf(keys: string): Stroke {
  const plus = keys.endsWith('+');
  const parts = (plus ? keys.slice(0, -1) : keys).split('+');
  const key = plus ? '+' : (parts[parts.length - 1] ?? '');
  return {
    ctrl: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: NAMED[key] ?? key.toLowerCase(),
  };
}

/** Writes a stroke as commands declare them; the same text for strokes that mean the same. */
export function keysOf(stroke: Stroke): string {
  const { ctrl, alt, shift, key } = stroke;
  const name = NAMES.get(key) ?? (key.length === 1 ? key.toUpperCase() : spelled(key));
  const held = [ctrl && 'Ctrl', alt && 'Alt', shift && countsShift(stroke) && 'Shift'];
  return [...held.filter(Boolean), name].join('+');
}

/** `pageup` as `PageUp`, `f2` as `F2`. */
function spelled(key: string): string {
  return key.replace(/^(page|)(.)/, (_, page: string, next: string) =>
    page === '' ? next.toUpperCase() : `Page${next.toUpperCase()}`,
  );
}

/** Whether Shift makes another stroke of it: a sign such as ? is typed with Shift on some keyboards and without on others. */
export function countsShift({ ctrl, alt, key }: Omit<Stroke, 'shift'>): boolean {
  return ctrl || alt || key.length > 1 || /[\p{L} ]/u.test(key);
}

/** Whether two strokes are pressed in the same way. */
export function sameStroke(a: Stroke, b: Stroke): boolean {
  return keysOf(a) === keysOf(b);
}

/**
 * The stroke that was pressed. Where Alt or another alphabet types a sign that no Latin keyboard has, the place of the key counts.
 *
 * @param pressed a key event
 * @param isMac whether Cmd stands for Ctrl
 * @returns null while only keys are held that go with another
 */
export function strokePressed(pressed: PressedKey, isMac: boolean): Stroke | null {
  if (pressed.key === '' || NO_KEYS.has(pressed.key)) return null;
  const isForeign = pressed.key.length === 1 && pressed.key.charCodeAt(0) > 127;
  return {
    ctrl: isMac ? pressed.metaKey : pressed.ctrlKey,
    shift: pressed.shiftKey,
    alt: pressed.altKey,
    key: (isForeign && placeOf(pressed)) || pressed.key.toLowerCase(),
  };
}

/** `c` for the key where C is on a Latin keyboard; of letters and digits, else empty. */
export function placeOf({ code }: Pick<KeyboardEvent, 'code'>): string {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? '';
}
