import type { PreferenceChanges } from '../../shared/contract/preferences.ts';
import type { Json } from '../../shared/document/json.ts';

const PREFIX = 'netloom.';

/**
 * The preferences that earlier versions kept in the browser, under the names of now. They are not validated.
 *
 * @param storage the page's; null where the browser denies it
 */
export function oldPreferences(storage = pageStorage()): PreferenceChanges {
  const found: Record<string, Json> = {};
  for (const key of oldKeys(storage)) {
    const name = key.slice(PREFIX.length);
    const value = parseJson(storage?.getItem(key));
    if (value === null) continue;
    if (name === 'keys') spread(found, 'keys', value);
    else if (name === 'panels') {
      const { size, folded } = value as { readonly size?: Json; readonly folded?: Json };
      spread(found, 'panel-size', size);
      spread(found, 'panel-folded', folded);
    } else found[name] = value;
  }
  return found;
}

/** Removes them. */
export function forgetOldPreferences(storage = pageStorage()): void {
  for (const key of oldKeys(storage)) storage?.removeItem(key);
}

function pageStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function oldKeys(storage: Storage | null): readonly string[] {
  const keys = Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? '');
  return keys.filter(key => key.startsWith(PREFIX));
}

function spread(found: Record<string, Json>, family: string, members: Json | undefined): void {
  if (typeof members !== 'object' || members === null) return;
  for (const [member, value] of Object.entries(members)) found[`${family}.${member}`] = value;
}

function parseJson(text: string | null | undefined): Json {
  try {
    return JSON.parse(text ?? 'null') as Json;
  } catch {
    return null;
  }
}
