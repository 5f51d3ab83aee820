// An installation of its own whose engine a test may break: neither this checkout nor the user's cache is touched.
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { copiedPackage } from '../main/setup/copied-package.test-support.ts';
import { linkPackage } from '../main/setup/link-package.ts';
import { type SetupPlace, setupPlace } from '../main/setup/place.ts';
import { ROOT } from './served-window.ts';

/** A Netloom beside this one, with native TensorFlow set up. */
export interface OwnInstallation {
  /** Its command `netloom`. */
  readonly program: string;
  /** For its processes: its own cache, and a search path without pip and uv, so that nothing is fetched. */
  readonly environment: NodeJS.ProcessEnv;
  readonly place: SetupPlace;
  /** Gives a library that is shared with the user's cache a content of its own. */
  own(library: string, content: (whole: Buffer) => Buffer): void;
  /** Puts everything back as a set-up leaves it. */
  mend(): Promise<void>;
  remove(): void;
}

/** The part of TensorFlow that is small enough to be copied for a test: 65 MB. */
export const FRAMEWORK = 'libtensorflow_framework.so.2';

/**
 * Makes an installation from this one: the built program copied, the packages linked save tfjs-node, the libraries of the cache linked.
 *
 * @param environment of the test, with a data folder of its own
 * @throws Error where native TensorFlow is not set up for this checkout
 */
export async function ownInstallation(environment: NodeJS.ProcessEnv): Promise<OwnInstallation> {
  const { directory, remove } = copiedPackage();
  copyFileSync(path.join(ROOT, 'package.json'), path.join(directory, 'package.json'));
  cpSync(path.join(ROOT, 'dist/node'), path.join(directory, 'dist/node'), { recursive: true });
  cpSync(path.join(ROOT, 'dist/renderer'), path.join(directory, 'dist/renderer'), { recursive: true });
  const program = path.join(directory, 'app/netloom.mjs');
  mkdirSync(path.dirname(program));
  copyFileSync(path.join(ROOT, 'app/netloom.mjs'), program);

  const real = setupPlace({ build: 'cpu' });
  const cacheDirectory = path.join(directory, 'cache');
  const place = setupPlace({ packageDirectory: directory, cacheDirectory, build: 'cpu' });
  const mend = async () => {
    for (const [from, to] of [
      [real.library, place.library],
      [real.addon, place.addon],
    ] as const) {
      rmSync(to, { recursive: true, force: true });
      cpSync(from, to, { recursive: true, filter: source => !/\.so\.\d+$/.test(source) });
    }
    for (const name of readdirSync(path.join(real.library, 'lib')))
      symlinkSync(path.join(real.library, 'lib', name), path.join(place.library, 'lib', name));
    await linkPackage(place);
  };
  await mend();
  const empty = path.join(directory, 'empty');
  mkdirSync(empty);
  return {
    program,
    environment: { ...environment, NETLOOM_CACHE: cacheDirectory, NETLOOM_TENSORFLOW: 'cpu', PATH: empty },
    place,
    own(library, content) {
      const file = path.join(place.library, 'lib', library);
      const whole = readFileSync(file);
      rmSync(file);
      writeFileSync(file, content(whole));
    },
    mend,
    remove,
  };
}
