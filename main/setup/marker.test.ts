import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeFolder, firstDamagedFile, MARKER_FILE, readMarker, writeMarker } from './marker.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-marker-'));
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib', 'large.so'), Buffer.alloc(10_000_001));
  writeFileSync(join(folder, 'small.h'), 'abc');
  await writeMarker(folder, await describeFolder(folder, '1.0'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function damaged(): Promise<string | null> {
  const marker = await readMarker(folder);
  if (marker === null || marker === 'damaged') throw new Error('no marker');
  return firstDamagedFile(folder, marker);
}

test('records sizes, and digests of the small files (SHA-256 of "abc" from FIPS 180-2)', async () => {
  expect(await readMarker(folder)).toEqual({
    format: 1,
    version: '1.0',
    verified: null,
    files: {
      'lib/large.so': { bytes: 10_000_001 },
      'small.h': { bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    },
  });
  expect(await damaged()).toBeNull();
});

test('names a shortened, a changed and a lost file', async () => {
  writeFileSync(join(folder, 'small.h'), 'abd');
  expect(await damaged()).toBe('small.h');
  rmSync(join(folder, 'small.h'));
  expect(await damaged()).toBe('small.h');
  truncateSync(join(folder, 'lib', 'large.so'), 10_000_000);
  expect(await damaged()).toBe('lib/large.so');
});

test('a marker that is no JSON or of another shape is damaged, an absent one is null', async () => {
  writeFileSync(join(folder, MARKER_FILE), '{"format": 1');
  expect(await readMarker(folder)).toBe('damaged');
  writeFileSync(join(folder, MARKER_FILE), '{"format": 2}');
  expect(await readMarker(folder)).toBe('damaged');
  rmSync(join(folder, MARKER_FILE));
  expect(await readMarker(folder)).toBeNull();
});
