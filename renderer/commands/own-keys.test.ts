import { expect, test } from 'vitest';
import { ALL_COMMANDS } from './all-commands.ts';
import {
  holderOf,
  holdersOfDefaults,
  isChanged,
  type KeyedCommand,
  keysInUse,
  type OwnKeys,
  withDefaults,
  withKeys,
} from './own-keys.ts';
import { refusalOfKeys } from './refused-keys.ts';
import { keysOf, strokeOf } from './stroke.ts';

const COMMANDS: readonly KeyedCommand[] = [
  { id: 'bypass', keys: ['Ctrl+B'] },
  { id: 'delete', keys: ['Delete', 'Backspace'] },
  { id: 'copy', keys: ['Ctrl+C'], areKeysNative: true },
  { id: 'align' },
];
const inUse = (own: OwnKeys) => Object.fromEntries(keysInUse(COMMANDS, own));

test('without a choice of the user the default keys hold', () => {
  expect(inUse({})).toEqual({
    bypass: ['Ctrl+B'],
    delete: ['Delete', 'Backspace'],
    copy: ['Ctrl+C'],
    align: [],
  });
});

test('one of several keys is changed, one is added, one is taken away', () => {
  const changed = withKeys(COMMANDS, {}, 'delete', 1, 'Ctrl+K');
  expect(inUse(changed).delete).toEqual(['Delete', 'Ctrl+K']);
  const added = withKeys(COMMANDS, changed, 'align', 0, 'A');
  expect(added).toEqual({ delete: ['Delete', 'Ctrl+K'], align: ['A'] });
  expect(inUse(withKeys(COMMANDS, added, 'delete', 0, null)).delete).toEqual(['Ctrl+K']);
  expect(withKeys(COMMANDS, changed, 'delete', 1, 'Backspace'), 'the default is no choice').toEqual({});
});

test('keys that are taken over come back when they are free again', () => {
  expect(holderOf(COMMANDS, {}, 'Ctrl+B', 'align')?.id).toBe('bypass');
  expect(holderOf(COMMANDS, {}, 'Ctrl+B', 'bypass')).toBeNull();
  const taken = withKeys(COMMANDS, {}, 'align', 0, 'Ctrl+B');
  expect(inUse(taken)).toMatchObject({ align: ['Ctrl+B'], bypass: [] });
  expect(holderOf(COMMANDS, taken, 'Ctrl+B', 'bypass')?.id).toBe('align');
  expect(inUse(withKeys(COMMANDS, taken, 'align', 0, 'A')).bypass).toEqual(['Ctrl+B']);
  const back = withKeys(COMMANDS, taken, 'bypass', 0, 'Ctrl+B');
  expect(inUse(back)).toMatchObject({ align: [], bypass: ['Ctrl+B'] });
});

test('a reset tells whom it takes keys from', () => {
  const taken = withKeys(COMMANDS, {}, 'align', 0, 'Backspace');
  expect(holdersOfDefaults(COMMANDS, taken, 'delete').map(({ id }) => id)).toEqual(['align']);
  expect(inUse(withDefaults(COMMANDS, taken, 'delete'))).toMatchObject({
    align: [],
    delete: ['Delete', 'Backspace'],
  });
  const own = withKeys(COMMANDS, {}, 'delete', 0, 'Ctrl+K');
  expect(holdersOfDefaults(COMMANDS, own, 'delete')).toEqual([]);
  expect(withDefaults(COMMANDS, own, 'delete')).toEqual({});
});

test('the keys of the clipboard stay, whatever is remembered', () => {
  expect(inUse({ copy: ['K'] }).copy).toEqual(['Ctrl+C']);
});

test('a command is changed by its own keys, and by what others took', () => {
  const [bypass] = COMMANDS;
  if (!bypass) throw new Error('There is a command.');
  expect(isChanged(bypass, ['Ctrl+B'])).toBe(false);
  expect(isChanged(bypass, [])).toBe(true);
});

test('no two commands of the window begin with the same keys, and none with keys that cannot be had', () => {
  const all = ALL_COMMANDS.flatMap(({ id, keys = [], areKeysNative, scope }) =>
    keys.map(one => ({ id, keys: keysOf(strokeOf(one)), scope, isNative: areKeysNative === true })),
  );
  expect(all.length).toBeGreaterThan(50);
  expect(new Set(all.map(({ keys }) => keys)).size).toBe(all.length);
  const refused = all.filter(
    ({ keys, scope, isNative }) =>
      !isNative && refusalOfKeys(strokeOf(keys), false, { isDesktop: true, isMac: false }, scope) !== null,
  );
  expect(refused).toEqual([]);
});
