import { create } from 'zustand';
import { recall, remember } from '../state/remembered.ts';
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

const remembered = recall('keys', {}, isOwnKeys);

/** Which keys run which command; remembered by the window, never by a document. */
export const useKeys = create<KeyState>()(set => ({
  own: remembered,
  inUse: keysInUse(ALL_COMMANDS, remembered),
  setOwn(own) {
    remember('keys', own);
    set({ own, inUse: keysInUse(ALL_COMMANDS, own) });
  },
}));

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

function isOwnKeys(value: unknown): value is OwnKeys {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      list => Array.isArray(list) && list.every(keys => typeof keys === 'string' && keys !== ''),
    )
  );
}
