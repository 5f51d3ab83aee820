/** Keys that Electron can show: those held first, then a letter, a digit, a sign or a named key. */
const SHOWABLE =
  /^(?:(?:Ctrl|Alt|Shift)\+)*(?:[A-Z0-9]|[!-/:-@[-`{-~]|F\d{1,2}|Plus|Space|Tab|Backspace|Delete|Insert|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape)$/;
/** More commands than any window has: an answer beyond that is no answer. */
const MOST = 1000;

/**
 * Reads what the window tells of its keys. What Electron could not show is left out, since it would throw.
 *
 * @param told a table of keys as commands declare them (`Ctrl+Shift+P`) by the command's id; anything else is taken for none
 * @returns accelerators by the command's id
 */
export function menuKeys(told: unknown): ReadonlyMap<string, string> {
  if (typeof told !== 'object' || told === null) return new Map();
  const entries = Object.entries(told).slice(0, MOST);
  return new Map(
    entries.flatMap(([command, keys]): (readonly [string, string])[] => {
      if (typeof keys !== 'string') return [];
      const accelerator = keys.replace(/\+$/, 'Plus');
      return SHOWABLE.test(accelerator) ? [[command, accelerator]] : [];
    }),
  );
}
