import { create } from 'zustand';
import {
  isPreference,
  type PreferenceChanges,
  type PreferenceName,
  type PreferenceValue,
} from '../../shared/contract/preferences.ts';
import type { Json } from '../../shared/document/json.ts';
import { tell } from './notices.ts';
import { forgetOldPreferences, oldPreferences } from './old-preferences.ts';
import { call, sentenceOf, useService } from './service.ts';

/** How far apart changes are sent at least, in milliseconds: a panel that is dragged changes with every move. */
const INTERVAL = 200;
/** How long the window waits for its preferences before it is drawn without them, in milliseconds. */
const PATIENCE = 400;

/** The preferences that differ from their defaults, by name; changes of this window count at once. */
const usePreferences = create<{ readonly values: Readonly<Record<string, Json>> }>()(() => ({ values: {} }));

/** Who takes preferences over into a store of its own. */
interface Follower {
  readonly apply: () => void;
  /** Whether it follows changes of other windows too. */
  readonly isLive: boolean;
}
const followers: Follower[] = [];

/** What the service has not confirmed yet; null for what gets its default back. */
let unsent: Record<string, Json> = {};
let timer: ReturnType<typeof setTimeout> | null = null;
/** Whether something changed since the last sending. */
let hasNews = false;
/** How many changes the service has confirmed: what was read before the last one may lack it. */
let confirmed = 0;
/** Whether the service has told the preferences once. */
let areKnown = false;
let tellKnown = () => {};
/** Resolves when the service has told the preferences; never where there is none. */
export const preferencesKnown = new Promise<void>(resolve => {
  tellKnown = resolve;
});

/**
 * A preference of the user, kept by the service for all windows.
 *
 * @returns undefined where its default holds
 */
export function preference<N extends PreferenceName>(name: N): PreferenceValue<N> | undefined {
  return heldBy(usePreferences.getState().values, name);
}

/** The same for a component, which is drawn anew when it changes. */
export function usePreference<N extends PreferenceName>(name: N): PreferenceValue<N> | undefined {
  return usePreferences(({ values }) => heldBy(values, name));
}

/** The keys that the user gave to commands, by the command's id. */
export function preferredKeys(): Readonly<Record<string, readonly string[]>> {
  const family = 'keys.';
  const members = Object.keys(usePreferences.getState().values).filter(name => name.startsWith(family));
  return Object.fromEntries(
    members.map(name => [name.slice(family.length), preference(`keys.${name.slice(family.length)}`) ?? []]),
  );
}

/**
 * Changes a preference, for this and later windows.
 *
 * @param value null gives the default back
 */
export function setPreference<N extends PreferenceName>(name: N, value: PreferenceValue<N> | null): void {
  change({ [name]: value as Json });
  hasNews = true;
  // At once where nothing was sent just now: the window may be closed the moment after.
  if (timer === null) flush();
}

/**
 * Does something once the preferences are known.
 *
 * @param apply takes them over
 * @param isLive whether it is done again when another window may have changed them
 */
export function onPreferences(apply: () => void, isLive = false): void {
  followers.push({ apply, isLive });
}

/**
 * Reads the preferences, and again whenever the window gets the focus: another one may have changed them.
 *
 * @returns resolves when they are there or the window has waited long enough
 */
export function startPreferences(): Promise<void> {
  window.addEventListener('focus', () => void ask());
  for (const event of ['blur', 'pagehide']) window.addEventListener(event, flush);
  return new Promise(resolve => {
    const begin = () => void ask().then(resolve);
    const { connection } = useService.getState();
    if (connection === 'absent') resolve();
    else if (connection === 'open') begin();
    setTimeout(resolve, PATIENCE);
    useService.subscribe((state, before) => {
      if (state.connection !== 'open' || before.connection === 'open') return;
      if (areKnown) void send();
      else begin();
    });
  });
}

let problemTold: string | null = null;
let isFailureTold = false;

/** Takes over what the service keeps, and over that what this window changed meanwhile. */
async function ask(): Promise<void> {
  if (useService.getState().connection !== 'open') return;
  const confirmedBefore = confirmed;
  const read = await call('preferences.read', {}).catch(() => null);
  // Without the service the defaults hold; that it is away is told elsewhere.
  if (!read) return;
  if (confirmed !== confirmedBefore) return ask();
  const { values, problem } = read;
  if (problem !== null && problem !== problemTold) tell(problem, 'error');
  problemTold = problem;
  const isFirst = !areKnown;
  areKnown = true;
  usePreferences.setState({ values: merged(values, unsent) });
  if (isFirst) takeOverOld();
  for (const { apply, isLive } of followers) if (isFirst || isLive) apply();
  tellKnown();
}

/** What earlier versions kept in the browser goes to the service once, where nothing stands there yet. */
function takeOverOld(): void {
  const { values } = usePreferences.getState();
  const old = Object.entries(oldPreferences());
  change(Object.fromEntries(old.filter(([name, value]) => !(name in values) && isPreference(name, value))));
  void send().then(areKept => {
    if (areKept) forgetOldPreferences();
  });
}

function change(changes: PreferenceChanges): void {
  unsent = { ...unsent, ...changes };
  usePreferences.setState(({ values }) => ({ values: merged(values, changes) }));
}

/** Sends what has changed, and after a while what changes meanwhile. */
function flush(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  if (!hasNews) return;
  hasNews = false;
  timer = setTimeout(flush, INTERVAL);
  void send();
}

/** Sends what is not sent; answers whether the service keeps it. */
async function send(): Promise<boolean> {
  const changes = unsent;
  if (Object.keys(changes).length === 0) return true;
  try {
    await call('preferences.write', { changes });
  } catch (error) {
    // What could not be sent is sent when the service is back.
    if (useService.getState().connection !== 'open') return false;
    // Once, not with every panel that is moved.
    if (!isFailureTold) tell(`Settings hold in this window alone. ${sentenceOf(error)}`, 'error');
    isFailureTold = true;
    settle(changes);
    return false;
  }
  confirmed += 1;
  isFailureTold = false;
  settle(changes);
  return true;
}

function settle(changes: PreferenceChanges): void {
  unsent = Object.fromEntries(Object.entries(unsent).filter(([name, value]) => changes[name] !== value));
}

function merged(values: PreferenceChanges, changes: PreferenceChanges): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries({ ...values, ...changes }).filter(([, value]) => value !== null));
}

function heldBy<N extends PreferenceName>(
  values: Readonly<Record<string, Json>>,
  name: N,
): PreferenceValue<N> | undefined {
  // The service sends what fits the name alone.
  return values[name] as PreferenceValue<N> | undefined;
}
