import { create } from 'zustand';
import { onPreferences, preferredKeys, setPreference } from '../state/preferences.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import { formatKeys } from './command.ts';
import { keysInUse, type OwnKeys } from './own-keys.ts';

interface KeyState {
  readonly own: OwnKeys;
  /** The keys of every command by its id. */
  readonly inUse: ReadonlyMap<string, readonly string[]>;
  /** Takes other keys and remembers them. */
  setOwn(own: OwnKeys): void;
}

/** Which keys run which command; a preference of the user, never of a document. */
export const useKeys = create<KeyState>()((set, get) => ({
  own: {},
  inUse: keysInUse(ALL_COMMANDS, {}),
  setOwn(own) {
    // Each command's keys by themselves: what another window gave to other commands stays.
    const before = get().own;
    for (const id of new Set([...Object.keys(before), ...Object.keys(own)]))
      if (own[id]?.join(' ') !== before[id]?.join(' '))
        setPreference(`keys.${id}`, own[id] ? [...own[id]] : null);
    set({ own, inUse: keysInUse(ALL_COMMANDS, own) });
  },
}));

onPreferences(() => {
  const own = preferredKeys();
  useKeys.setState({ own, inUse: keysInUse(ALL_COMMANDS, own) });
}, true);

/** The first keys of a command as the user reads them; null where it has none. */
export function useShownKeys(id: string): string | null {
  const keys = useKeys(state => state.inUse.get(id)?.[0]);
  return keys === undefined ? null : formatKeys(keys);
}

/** Words with the keys of a command behind them, as a tooltip has them: `Train (Ctrl+Enter)`. */
export function useWithKeys(words: string, id: string): string {
  const keys = useShownKeys(id);
  return keys === null ? words : `${words} (${keys})`;
}
