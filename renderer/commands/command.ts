import { isMacKeyboard, strokeOf } from './stroke.ts';

/** The groups of the command palette and of the list of shortcuts. */
export const COMMAND_GROUPS = ['File', 'Edit', 'Select', 'View', 'Canvas', 'Network', 'Help'] as const;

/** Something the user can do: one object, one file. Menu, palette, keys and buttons all read it. */
export interface Command {
  /** Stable, `group.verb`. */
  readonly id: string;
  readonly title: string;
  readonly group: (typeof COMMAND_GROUPS)[number];
  /** Keys that run it, e.g. `Ctrl+Shift+P`; Ctrl stands for Cmd on a Mac. The first is shown. */
  readonly keys?: readonly string[];
  /** True where the browser itself turns the keys into an event (copy, paste): they are shown, not listened for. */
  readonly areKeysNative?: boolean;
  /** Whether the keys also work while a text field has the focus. */
  readonly worksInFields?: boolean;
  /** Whether the keys also work while a dialog is open. */
  readonly worksInDialogs?: boolean;
  /** `canvas`: the keys work in the Design view while the canvas (or nothing) has the focus. */
  readonly scope?: 'canvas';
  /** True for commands of the keyboard alone: the palette does not list them. */
  readonly isHidden?: boolean;
  /** Whether it can be done now; absent means always. */
  isEnabled?(): boolean;
  perform(): unknown;
}

/**
 * Shows a shortcut in the machine's own way: `Ctrl+Shift+P`, on a Mac `⇧⌘P`, in Apple's order.
 *
 * @param keys as a command declares them
 */
export function formatKeys(keys: string): string {
  if (!isMacKeyboard()) return keys;
  const { ctrl, alt, shift } = strokeOf(keys);
  // The sign of the key itself may be a plus, which also stands between the parts.
  const key = keys.endsWith('+') ? '+' : keys.slice(keys.lastIndexOf('+') + 1);
  return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${ctrl ? '⌘' : ''}${key}`;
}
