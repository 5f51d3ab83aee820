import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { netloomDirectory } from './place.ts';

/**
 * Makes a directory whose node_modules is the real one, save that @tensorflow/tfjs-node is a copy as `npm ci` leaves it:
 * without library and addon. Set-up and loading can be tried there without touching the real one.
 */
export function copiedPackage(): { readonly directory: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'netloom-package-'));
  writeFileSync(join(directory, 'package.json'), '{ "name": "copy" }');
  const from = join(netloomDirectory(), 'node_modules');
  const to = join(directory, 'node_modules');
  mkdirSync(join(to, '@tensorflow'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== '@tensorflow') symlinkSync(join(from, name), join(to, name));
  }
  for (const name of readdirSync(join(from, '@tensorflow'))) {
    const [source, target] = [join(from, '@tensorflow', name), join(to, '@tensorflow', name)];
    if (name !== 'tfjs-node') symlinkSync(source, target);
    else
      cpSync(source, target, { recursive: true, filter: path => !/^(deps|lib|build)/.test(basename(path)) });
  }
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
