import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The colours that the user fixed, for a page that is to begin in them: it learns its other preferences after it was first drawn.
 * Node 12 of an old Electron reads them too.
 *
 * @param folder the user's data folder
 * @returns null where the system decides, or where nothing can be read
 */
export function chosenTheme(folder: string): 'light' | 'dark' | null {
  try {
    const theme: unknown = JSON.parse(readFileSync(path.join(folder, 'preferences/theme.json'), 'utf8'));
    return theme === 'light' || theme === 'dark' ? theme : null;
  } catch {
    return null;
  }
}
