import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { netloomDirectory, setupPlace, userCacheDirectory } from './place.ts';

test("finds Netloom's own directory", () => {
  expect(existsSync(join(netloomDirectory(), 'main', 'setup', 'place.ts'))).toBe(true);
});

test('the cache folder follows the variables, then the custom of the system', () => {
  expect(userCacheDirectory({ NETLOOM_CACHE: '/n', XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/n');
  expect(userCacheDirectory({ XDG_CACHE_HOME: '/x' }, 'linux')).toBe(join('/x', 'netloom'));
  expect(userCacheDirectory({}, 'linux')).toMatch(/\.cache.netloom$/);
  expect(userCacheDirectory({}, 'darwin')).toMatch(/Library.Caches.netloom$/);
  expect(userCacheDirectory({ LOCALAPPDATA: '/l' }, 'win32')).toBe(join('/l', 'netloom', 'Cache'));
});

test('a directory without tfjs-node is refused with the command that installs it', () => {
  expect(() => setupPlace({ packageDirectory: tmpdir() })).toThrow(
    expect.objectContaining({ code: 'setup.no-package', remedy: 'npm ci' }),
  );
});
