import { expect, it, vi } from 'vitest';
import type { Json } from '../../shared/document/json.ts';

/** What the window asked the service, and how to answer it. */
const asked: {
  readonly name: string;
  readonly params: unknown;
  readonly answer: (result: unknown) => void;
}[] = [];

vi.mock('./service.ts', () => ({
  call: (name: string, params: unknown) =>
    new Promise(answer => {
      asked.push({ name, params, answer });
    }),
  sentenceOf: String,
  useService: { getState: () => ({ connection: 'open' }), subscribe: () => undefined },
}));
const listeners = new Map<string, () => void>();
vi.stubGlobal('window', { addEventListener: (name: string, act: () => void) => listeners.set(name, act) });

const { onPreferences, preference, preferredKeys, setPreference, startPreferences } = await import(
  './preferences.ts'
);

/** Answers the oldest open question and lets what hangs on it run. */
async function answer(name: string, result: unknown): Promise<unknown> {
  const index = asked.findIndex(one => one.name === name);
  const [one] = asked.splice(index, 1);
  if (!one) throw new Error(`Nobody asked ${name}.`);
  one.answer(result);
  await new Promise(done => setTimeout(done));
  return one.params;
}
const file = (values: Record<string, Json>) => ({ values, problem: null });

it('takes the file over, keeps what it changes, and follows other windows when it gets the focus', async () => {
  const [always, once] = [vi.fn(), vi.fn()];
  onPreferences(always, true);
  onPreferences(once);
  const started = startPreferences();
  await answer('preferences.read', file({ theme: 'dark', 'keys.edit.undo': ['U'] }));
  await started;
  expect([preference('theme'), preferredKeys()]).toEqual(['dark', { 'edit.undo': ['U'] }]);

  setPreference('theme', 'light');
  setPreference('keys.edit.undo', null);
  expect([preference('theme'), preferredKeys()], 'at once').toEqual(['light', {}]);
  // The first change is sent at once, what follows it closely when the window loses the focus at the latest.
  const writes = () => asked.filter(one => one.name === 'preferences.write').map(one => one.params);
  expect(writes()).toEqual([{ changes: { theme: 'light' } }]);
  listeners.get('blur')?.();
  expect(writes()).toEqual([
    { changes: { theme: 'light' } },
    { changes: { theme: 'light', 'keys.edit.undo': null } },
  ]);

  // The window gets the focus before the service has answered: its own changes stand above what is read.
  listeners.get('focus')?.();
  await answer('preferences.read', file({ theme: 'dark', engine: 'javascript' }));
  expect([preference('theme'), preference('engine')]).toEqual(['light', 'javascript']);
  expect([always.mock.calls.length, once.mock.calls.length]).toEqual([2, 1]);

  // What was read before a change was written may be told after it: it is read once more.
  listeners.get('focus')?.();
  await answer('preferences.write', {});
  await answer('preferences.write', {});
  await answer('preferences.read', file({ theme: 'dark' }));
  expect(preference('theme'), 'the old answer counts for nothing').toBe('light');
  await answer('preferences.read', file({ theme: 'light', 'summary.batch': 8 }));
  expect([preference('theme'), preference('summary.batch'), preference('engine')]).toEqual([
    'light',
    8,
    undefined,
  ]);
  expect(asked).toEqual([]);
});
