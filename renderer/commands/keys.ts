import { useView } from '../state/view-store.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import type { Command } from './command.ts';
import { isOnCanvas, isTextField } from './focus.ts';
import { useKeys } from './key-store.ts';
import { belongsToFields } from './refused-keys.ts';
import { countsShift, isMacKeyboard, placeOf, type Stroke, strokeOf } from './stroke.ts';

type Bindings = ReadonlyMap<string, readonly { readonly stroke: Stroke; readonly command: Command }[]>;

let bindings: Bindings = new Map();

/** Lets the commands' keys work, and follow the user's changes. */
export function startKeys(): void {
  bindings = bind(useKeys.getState().inUse);
  useKeys.subscribe(({ inUse }) => {
    bindings = bind(inUse);
  });
  window.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    if (command.isEnabled?.() ?? true) command.perform();
  });
}

/** The commands by the key that runs them. */
function bind(inUse: ReadonlyMap<string, readonly string[]>): Bindings {
  const byKey = new Map<string, { readonly stroke: Stroke; readonly command: Command }[]>();
  for (const command of ALL_COMMANDS)
    for (const keys of command.areKeysNative ? [] : (inUse.get(command.id) ?? [])) {
      const stroke = strokeOf(keys);
      byKey.set(stroke.key, [...(byKey.get(stroke.key) ?? []), { stroke, command }]);
    }
  return byKey;
}

function commandOf(event: KeyboardEvent): Command | null {
  const ctrl = isMacKeyboard() ? event.metaKey : event.ctrlKey;
  // Alt types another sign on a Mac (Alt+C is ç) and on layouts without Latin letters: there the place of the key counts.
  const candidates = bindings.get(event.key.toLowerCase()) ?? bindings.get(placeOf(event)) ?? [];
  const { dialog, view } = useView.getState();
  for (const { stroke, command } of candidates) {
    if (
      stroke.ctrl !== ctrl ||
      stroke.alt !== event.altKey ||
      (countsShift(stroke) && stroke.shift !== event.shiftKey)
    )
      continue;
    if (isTextField(event.target) && (!command.worksInFields || belongsToFields(stroke))) continue;
    if (dialog !== null && !command.worksInDialogs) continue;
    if (command.scope === 'canvas' && (view !== 'design' || !isOnCanvas(event.target))) continue;
    return command;
  }
  return null;
}
