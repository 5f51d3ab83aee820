import { expect, test } from 'vitest';
import { keysOf, type PressedKey, strokeOf, strokePressed } from './stroke.ts';

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

const pressed = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const written = (event: PressedKey, isMac = false) => {
  const stroke = strokePressed(event, isMac);
  return stroke && keysOf(stroke);
};

test('what is pressed is written as commands declare it', () => {
  expect(written(pressed('P', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+P');
  expect(written(pressed('ArrowLeft', { altKey: true }))).toBe('Alt+Left');
  expect(written(pressed(' '))).toBe('Space');
  expect(written(pressed('PageDown'))).toBe('PageDown');
  expect(written(pressed('F2'))).toBe('F2');
  expect(written(pressed('+', { ctrlKey: true }))).toBe('Ctrl++');
  // On a German keyboard ? is typed with Shift, on a French one / is.
  expect(written(pressed('?', { shiftKey: true }))).toBe('?');
});

test('Cmd is Ctrl on a Mac, and Control is not', () => {
  expect(written(pressed('k', { metaKey: true }), true)).toBe('Ctrl+K');
  expect(written(pressed('k', { ctrlKey: true }), true)).toBe('K');
});

test('where another sign is typed the place of the key counts', () => {
  expect(written(pressed('ç', { altKey: true, code: 'KeyC' }), true)).toBe('Alt+C');
  expect(written(pressed('в', { ctrlKey: true, code: 'KeyD' }))).toBe('Ctrl+D');
  expect(written(pressed('ö', { code: 'Semicolon' }))).toBe('Ö');
});

test('a key that goes with another is none yet', () => {
  for (const key of ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Unidentified'])
    expect(strokePressed(pressed(key), false)).toBeNull();
});

test('every way of writing reads back as the same stroke', () => {
  for (const keys of [
    'Ctrl+Shift+P',
    'Alt+Left',
    'Space',
    '+',
    'Ctrl++',
    'PageUp',
    'F12',
    '?',
    'Ö',
    'Delete',
  ])
    expect(keysOf(strokeOf(keys))).toBe(keys);
});
