import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { netloomDirectory } from './place.ts';

/** A directory to try set-up in. */
export interface CopiedPackage {
  readonly directory: string;
  readonly remove: () => void;
}

/**
 * Makes a directory whose node_modules is the real one, save that @tensorflow/tfjs-node is a copy as `npm ci` leaves it:
 * without library and addon. Set-up and loading can be tried there without touching the real one.
 */
export function copiedPackage(): CopiedPackage {
  return copyInto('', /^(deps|lib|build)/);
}

/**
 * The same as the packaging leaves it: with the addon built here and without its sources, where nothing can be written.
 *
 * @param folder where the app lies, e.g. `resources/app.asar.unpacked`
 * @param hasAddon false for a package that was made without one
 */
export function readOnlyPackage(folder: string, hasAddon = true): CopiedPackage {
  const left = hasAddon ? /^(deps|build|binding(\.gyp)?)$/ : /^(deps|lib|build|binding(\.gyp)?)$/;
  const { directory, remove } = copyInto(folder, left);
  const tfjsNode = join(directory, 'node_modules', '@tensorflow', 'tfjs-node');
  const everything = ['.', ...readdirSync(tfjsNode, { recursive: true, encoding: 'utf8' })].map(name =>
    join(tfjsNode, name),
  );
  const allow = (bits: number) => {
    for (const path of everything) chmodSync(path, (statSync(path).mode & ~0o222) | bits);
  };
  allow(0);
  return {
    directory,
    remove: () => {
      allow(0o200);
      remove();
    },
  };
}

function copyInto(folder: string, left: RegExp): CopiedPackage {
  const outer = mkdtempSync(join(tmpdir(), 'netloom-package-'));
  const directory = join(outer, folder);
  const from = join(netloomDirectory(), 'node_modules');
  const to = join(directory, 'node_modules');
  mkdirSync(join(to, '@tensorflow'), { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "name": "copy" }');
  for (const name of readdirSync(from)) {
    if (name !== '@tensorflow') symlinkSync(join(from, name), join(to, name));
  }
  for (const name of readdirSync(join(from, '@tensorflow'))) {
    const [source, target] = [join(from, '@tensorflow', name), join(to, '@tensorflow', name)];
    if (name !== 'tfjs-node') symlinkSync(source, target);
    else cpSync(source, target, { recursive: true, filter: path => !left.test(basename(path)) });
  }
  return { directory, remove: () => rmSync(outer, { recursive: true, force: true }) };
}
