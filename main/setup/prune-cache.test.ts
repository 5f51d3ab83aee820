import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NODE_VERSION } from './node-wheel.ts';
import { setupPlace } from './place.ts';
import { pruneCache } from './prune-cache.ts';

const cacheDirectory = mkdtempSync(join(tmpdir(), 'netloom-cache-'));
afterAll(() => rmSync(cacheDirectory, { recursive: true }));

test('removes the libraries, addons and Nodes of other versions and nothing else', async () => {
  const kept = [
    'addon-4.22.0-tensorflow-2.21.0-abi115-linux-x64',
    // Another Node and another machine that share the folder.
    'addon-4.22.0-tensorflow-2.21.0-abi127-linux-x64',
    'tensorflow-2.21.0-linux-arm64',
    'tensorflow-2.21.0-linux-x64',
    'tfjs-node-4.22.0-tensorflow-2.21.0-packaged-napi8-linux-x64',
    `node-${NODE_VERSION}-linux-x64`,
    'node-gyp',
    'electron-9.4.1',
    'judges',
  ];
  const removed = [
    'addon-4.21.0-tensorflow-2.21.0-abi115-linux-x64',
    'addon-4.22.0-tensorflow-2.20.0-packaged-napi8-linux-x64',
    'node-22.20.0-linux-x64',
    'tensorflow-2.20.0-linux-x64',
    'tfjs-node-4.22.0-tensorflow-2.20.0-packaged-napi8-linux-x64',
  ];
  for (const name of [...kept, ...removed]) mkdirSync(join(cacheDirectory, name, 'lib'), { recursive: true });
  const place = setupPlace({ cacheDirectory });
  await pruneCache(place);
  expect(readdirSync(cacheDirectory).sort()).toEqual([...kept, 'work'].sort());
  expect(readdirSync(place.work)).toEqual([]);
});
