import { useView } from '../state/view-store.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import type { Command } from './command.ts';
import { isOnCanvas, isTextField } from './focus.ts';
import { type Stroke, strokeOf } from './stroke.ts';

const byKey = new Map<string, { readonly stroke: Stroke; readonly command: Command }[]>();
for (const command of ALL_COMMANDS)
  for (const keys of command.areKeysNative ? [] : (command.keys ?? [])) {
    const stroke = strokeOf(keys);
    byKey.set(stroke.key, [...(byKey.get(stroke.key) ?? []), { stroke, command }]);
  }

/** Lets the commands' keys work. */
export function startKeys(): void {
  window.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    if (command.isEnabled?.() ?? true) command.perform();
  });
}

/** `c` for the key where C is on a Latin keyboard; of letters and digits. */
function placeOf({ code }: KeyboardEvent): string {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? '';
}

function commandOf(event: KeyboardEvent): Command | null {
  const isMac = /mac/i.test(navigator.platform);
  const ctrl = isMac ? event.metaKey : event.ctrlKey;
  // Alt types another sign on a Mac (Alt+C is ç) and on layouts without Latin letters: there the place of the key counts.
  const candidates = byKey.get(event.key.toLowerCase()) ?? byKey.get(placeOf(event)) ?? [];
  const { dialog, view } = useView.getState();
  for (const { stroke, command } of candidates) {
    // A sign such as ? is typed with Shift on some keyboards and without on others.
    const shiftCounts = stroke.ctrl || stroke.alt || stroke.key.length > 1 || /[a-z ]/.test(stroke.key);
    if (
      stroke.ctrl !== ctrl ||
      stroke.alt !== event.altKey ||
      (shiftCounts && stroke.shift !== event.shiftKey)
    )
      continue;
    if (isTextField(event.target) && !command.worksInFields) continue;
    if (dialog !== null && !command.worksInDialogs) continue;
    if (command.scope === 'canvas' && (view !== 'design' || !isOnCanvas(event.target))) continue;
    return command;
  }
  return null;
}
