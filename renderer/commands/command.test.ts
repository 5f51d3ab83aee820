import { afterEach, expect, it, vi } from 'vitest';
import { formatKeys } from './command.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['Ctrl+Shift+P', '⇧⌘P'],
  ['Ctrl++', '⌘+'],
  ['+', '+'],
  ['Shift++', '⇧+'],
  ['Alt+Left', '⌥Left'],
  ['Space', 'Space'],
  ['PageDown', 'PageDown'],
])('%s reads %s on a Mac and stays as it is elsewhere', (keys, onMac) => {
  vi.stubGlobal('navigator', { platform: 'MacIntel' });
  expect(formatKeys(keys)).toBe(onMac);
  vi.stubGlobal('navigator', { platform: 'Linux x86_64' });
  expect(formatKeys(keys)).toBe(keys);
});
