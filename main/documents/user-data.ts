import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder of what Netloom keeps for a user: crash journals, recent files, runs of unsaved documents.
 * NETLOOM_DATA overrides the system's place.
 *
 * @param environment default: this process's
 */
export function userDataDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.NETLOOM_DATA) return environment.NETLOOM_DATA;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'Netloom');
  if (process.platform === 'win32')
    return path.join(environment.APPDATA || path.join(homedir(), 'AppData', 'Roaming'), 'Netloom');
  return path.join(environment.XDG_DATA_HOME || path.join(homedir(), '.local', 'share'), 'netloom');
}
