import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWindowState, writeWindowState } from './window-state.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const BOUNDS = { x: 40, y: 60, width: 1200, height: 800 };
const NOTHING = { bounds: null, isMaximized: false };
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netloom-window-'));
  file = path.join(folder, 'made', 'window.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the window returns to where it was', () => {
  writeWindowState(file, { bounds: BOUNDS, isMaximized: true });
  expect(readWindowState(file, [SCREEN])).toEqual({ bounds: BOUNDS, isMaximized: true });
});

test('a window on a screen that is gone returns to the first place', () => {
  writeWindowState(file, { bounds: { ...BOUNDS, x: 1900 }, isMaximized: false });
  expect(readWindowState(file, [SCREEN])).toEqual(NOTHING);
  expect(readWindowState(file, [SCREEN, { ...SCREEN, x: 1920 }]).bounds?.x).toBe(1900);
});

test.each([
  '',
  '{',
  'null',
  '7',
  '{"bounds":{"x":1,"y":2,"width":"9","height":800}}',
  '{"bounds":{"x":0,"y":0,"width":3,"height":3}}',
])('a damaged file is forgotten: %s', text => {
  const damaged = path.join(folder, 'window.json');
  writeFileSync(damaged, text);
  expect(readWindowState(damaged, [SCREEN])).toEqual(NOTHING);
});
