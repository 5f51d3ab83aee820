import { expect, test } from 'vitest';
import { menuKeys } from './menu-keys.ts';

test('keys that Electron can show', () => {
  const told = { a: 'Ctrl+Shift+P', b: '?', c: 'Ctrl++', d: 'F2', e: 'Alt+Left', f: '.', g: 'PageUp' };
  expect(Object.fromEntries(menuKeys(told))).toEqual({ ...told, c: 'Ctrl+Plus' });
});

// Electron throws on an accelerator that it does not know, and the menu would be gone.
test('what it cannot show is left out', () => {
  expect(menuKeys({ a: 'Ctrl+Ö', b: '', c: 'Hyper+K', d: 7, e: 'MediaPlay', f: 'K' })).toEqual(
    new Map([['f', 'K']]),
  );
  for (const told of [null, 'Ctrl+K', 3, undefined]) expect(menuKeys(told).size).toBe(0);
});
