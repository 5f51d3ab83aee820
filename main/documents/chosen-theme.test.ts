import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { chosenTheme } from './chosen-theme.ts';
import { Preferences } from './preferences.ts';

test('the theme is read where the preferences are kept; the system decides where none is fixed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'netloom-theme-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const preferences = new Preferences(folder);
  expect(chosenTheme(folder)).toBeNull();
  for (const [theme, chosen] of [
    ['dark', 'dark'],
    ['light', 'light'],
    ['system', null],
  ] as const) {
    await preferences.write({ theme });
    expect(chosenTheme(folder)).toBe(chosen);
  }
});
