import { expect, it } from 'vitest';
import { forgetOldPreferences, oldPreferences } from './old-preferences.ts';

/** The page's storage with some entries. */
function storageOf(entries: Readonly<Record<string, string>>): Storage {
  const held = new Map(Object.entries(entries));
  return {
    get length() {
      return held.size;
    },
    key: index => [...held.keys()][index] ?? null,
    getItem: key => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: key => void held.delete(key),
    clear: () => held.clear(),
  };
}

it('takes over what earlier versions wrote, and removes it', () => {
  const storage = storageOf({
    'netloom.theme': '"dark"',
    'netloom.keys': '{"view.tidy":["Alt+Shift+T"],"edit.bypass":[]}',
    'netloom.panels':
      '{"size":{"palette":226,"inspector":318,"bottom":300},"folded":{"palette":true,"inspector":false,"bottom":false}}',
    'netloom.memory-limit': 'null',
    'netloom.fold.Preparing': 'true',
    'netloom.broken': '{',
    other: '1',
  });
  expect(oldPreferences(storage)).toEqual({
    theme: 'dark',
    'keys.view.tidy': ['Alt+Shift+T'],
    'keys.edit.bypass': [],
    'panel-size.palette': 226,
    'panel-size.inspector': 318,
    'panel-size.bottom': 300,
    'panel-folded.palette': true,
    'panel-folded.inspector': false,
    'panel-folded.bottom': false,
    'fold.Preparing': true,
  });
  forgetOldPreferences(storage);
  expect([storage.length, storage.getItem('other')]).toEqual([1, '1']);
  expect(oldPreferences(storage)).toEqual({});
});

it('finds nothing where there is no storage', () => {
  expect(oldPreferences(null)).toEqual({});
});
