/**
 * Reads a remembered setting of this window; storage that is off, full or foreign answers the fallback.
 *
 * @param key the setting's name
 * @param fallback what holds when nothing (or something else) is remembered
 * @param isValid whether a stored value is one this version understands
 */
export function recall<T>(key: string, fallback: T, isValid: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(`netloom.${key}`);
    if (text === null) return fallback;
    const value: unknown = JSON.parse(text);
    return isValid(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** Remembers a setting of this window; without storage it holds until the window closes. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`netloom.${key}`, JSON.stringify(value));
  } catch {
    // Storage is denied or full: the setting is a convenience only.
  }
}
