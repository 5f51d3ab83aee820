import { expect, it } from 'vitest';
import { isPreference, PREFERENCE_METHODS } from './preferences.ts';

it.each([
  ['theme', 'dark', true],
  ['theme', 'pink', false],
  ['keys.edit.undo', ['Mod+U'], true],
  ['keys.edit.undo', [], true],
  ['keys.edit.undo', 'Mod+U', false],
  ['keys.', ['A'], false],
  ['keys', ['A'], false],
  ['panel-size.palette', 240, true],
  ['panel-size.palette', 0, false],
  ['memory-limit', 0.5, false],
  ['constructor', true, false],
  ['__proto__.a', true, false],
  ['toString.a', true, false],
] as const)('%s can hold %j: %s', (name, value, expected) => {
  expect(isPreference(name, value)).toBe(expected);
});

it('a change names its value or takes it away; another name or value is refused as a whole', () => {
  const { params } = PREFERENCE_METHODS['preferences.write'];
  expect(params.safeParse({ changes: { theme: null, 'fold.Preparing': true } }).success).toBe(true);
  expect(params.safeParse({ changes: { theme: 'dark', nothing: 1 } }).error?.issues).toMatchObject([
    { path: ['changes', 'nothing'], message: '1 is no value of it' },
  ]);
});
