import { expect, test } from 'vitest';
import { belongsToFields, refusalOfKeys } from './refused-keys.ts';
import { strokeOf } from './stroke.ts';

const SERVED = { isDesktop: false, isMac: false };
const DESKTOP = { isDesktop: true, isMac: false };
const refusal = (keys: string, place = SERVED) => refusalOfKeys(strokeOf(keys), false, place, undefined);

test('what a browser keeps is free on the desktop', () => {
  expect(refusal('Ctrl+T')).toBe('The browser keeps Ctrl+T for itself: it opens a tab. Press other keys.');
  expect(refusal('Ctrl+T', DESKTOP)).toBeNull();
  expect(refusal('Ctrl++')).toContain('makes the page larger');
});

test('what system, focus and clipboard need is free nowhere', () => {
  for (const keys of ['Tab', 'Shift+Tab', 'Alt+F4', 'Ctrl+C', 'Ctrl+Shift+V', 'F11'])
    for (const place of [SERVED, DESKTOP]) expect(refusal(keys, place)).toMatch(/; press other keys\.$/);
  expect(refusalOfKeys(strokeOf('K'), true, SERVED, undefined)).toMatch(/system keeps its own key/);
});

test('a Mac names its own key', () => {
  expect(refusal('Ctrl+H', { isDesktop: true, isMac: true })).toBe(
    'macOS hides the window by Cmd+H; press other keys.',
  );
  expect(refusal('Ctrl+H', DESKTOP)).toBeNull();
});

// A command that works everywhere would take Enter from every button that is reached by Tab.
test('what works buttons and sliders can be had on the canvas alone', () => {
  for (const keys of ['Enter', 'Space', 'Left', 'PageDown']) {
    expect(refusal(keys, DESKTOP)).toMatch(/works everywhere; press other keys\.$/);
    expect(refusalOfKeys(strokeOf(keys), false, DESKTOP, 'canvas')).toBeNull();
  }
  expect(refusal('Ctrl+Enter')).toBeNull();
});

test('other keys can be had', () => {
  for (const keys of ['K', 'Ctrl+K', 'Alt+Shift+F', 'F9', 'Ctrl+Shift+K']) expect(refusal(keys)).toBeNull();
});

// A command with such keys would eat what is typed or edit the network instead of the word.
test('text fields keep what types and edits', () => {
  for (const keys of ['K', '?', 'Enter', 'Delete', 'Ctrl+C', 'Ctrl+Z', 'Ctrl+Shift+Z', 'Ctrl+Left'])
    expect(belongsToFields(strokeOf(keys))).toBe(true);
  for (const keys of ['Ctrl+S', 'Ctrl+Enter', 'Alt+1', 'F9', 'Ctrl+Shift+P'])
    expect(belongsToFields(strokeOf(keys))).toBe(false);
});
