import { expect, test } from 'vitest';
import { strokeOf } from './stroke.ts';

test('a key with others held down', () => {
  expect(strokeOf('Ctrl+Shift+P')).toEqual({ ctrl: true, shift: true, alt: false, key: 'p' });
  expect(strokeOf('Alt+Left')).toEqual({ ctrl: false, shift: false, alt: true, key: 'arrowleft' });
  expect(strokeOf('Space').key).toBe(' ');
});

// An empty key would answer to every key without a letter, Tab among them.
test('the plus sign is a key too', () => {
  expect(strokeOf('+')).toEqual({ ctrl: false, shift: false, alt: false, key: '+' });
  expect(strokeOf('=').key).toBe('=');
});
