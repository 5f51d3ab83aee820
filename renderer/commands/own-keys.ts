import type { Command } from './command.ts';
import { keysOf, strokeOf } from './stroke.ts';

/** Keys that the user gave to commands, by the command's id; an empty list takes all away. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

/** A command as far as its keys matter. */
export type KeyedCommand = Pick<Command, 'id' | 'keys' | 'areKeysNative'>;

const plain = (keys: string) => keysOf(strokeOf(keys));

/**
 * The keys of every command: the user's own, else its default ones but for those that the user gave to another.
 *
 * @param commands all commands
 * @param own the user's keys
 * @returns a list for each command's id, empty where it has none
 */
export function keysInUse(
  commands: readonly KeyedCommand[],
  own: OwnKeys,
): ReadonlyMap<string, readonly string[]> {
  const given = new Set(commands.flatMap(({ id }) => own[id] ?? []).map(plain));
  return new Map(
    commands.map(({ id, keys = [], areKeysNative }) => [
      id,
      areKeysNative ? keys : (own[id] ?? keys.filter(one => !given.has(plain(one)))),
    ]),
  );
}

/**
 * The command that other keys belong to.
 *
 * @param keys what is wished for
 * @param except the command that wishes
 * @returns null where nobody has them
 */
export function holderOf<C extends KeyedCommand>(
  commands: readonly C[],
  own: OwnKeys,
  keys: string,
  except: string,
): C | null {
  const inUse = keysInUse(commands, own);
  const wished = plain(keys);
  return (
    commands.find(({ id }) => id !== except && inUse.get(id)?.some(one => plain(one) === wished)) ?? null
  );
}

/**
 * Gives keys to a command; whoever had them loses them.
 *
 * @param id the command
 * @param index which of its keys is replaced; behind the last one adds
 * @param keys the new keys; null takes the old ones away
 */
export function withKeys(
  commands: readonly KeyedCommand[],
  own: OwnKeys,
  id: string,
  index: number,
  keys: string | null,
): OwnKeys {
  const list = [...(keysInUse(commands, own).get(id) ?? [])];
  const others = keys === null ? own : without(own, [keys], id);
  list.splice(index, 1, ...(keys === null ? [] : [keys]));
  // A stroke counts once.
  return normal(commands, { ...others, [id]: [...new Set(list.map(plain))] });
}

/** Gives a command its default keys back; who has one of them by the user's choice loses it. */
export function withDefaults(commands: readonly KeyedCommand[], own: OwnKeys, id: string): OwnKeys {
  const defaults = commands.find(command => command.id === id)?.keys ?? [];
  const { [id]: _gone, ...rest } = own;
  return normal(commands, without(rest, defaults, id));
}

/** The commands whose own keys are among the default ones of another. */
export function holdersOfDefaults<C extends KeyedCommand>(
  commands: readonly C[],
  own: OwnKeys,
  id: string,
): readonly C[] {
  const defaults = new Set((commands.find(command => command.id === id)?.keys ?? []).map(plain));
  return commands.filter(other => other.id !== id && own[other.id]?.some(keys => defaults.has(plain(keys))));
}

/** Whether a command has other keys than by default. */
export function isChanged(command: KeyedCommand, inUse: readonly string[]): boolean {
  return (command.keys ?? []).map(plain).join(' ') !== inUse.map(plain).join(' ');
}

function without(own: OwnKeys, keys: readonly string[], except: string): OwnKeys {
  const gone = new Set(keys.map(plain));
  return Object.fromEntries(
    Object.entries(own).map(([id, list]) => [
      id,
      id === except ? list : list.filter(one => !gone.has(plain(one))),
    ]),
  );
}

/** Without entries that say what holds anyway. */
function normal(commands: readonly KeyedCommand[], own: OwnKeys): OwnKeys {
  const known = new Map(commands.map(command => [command.id, command]));
  return Object.fromEntries(
    Object.entries(own).filter(([id, list]) => isChanged(known.get(id) ?? { id }, list)),
  );
}
