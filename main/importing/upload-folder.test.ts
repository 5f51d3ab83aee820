import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UploadFolder } from './upload-folder.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'netloom-upload-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('files brought by a window', () => {
  it('are put together from pieces, side by side, and removed together', async () => {
    const uploads = new UploadFolder(place);
    const first = await uploads.take({ folder: null, name: 'model.json', offset: 0, base64: base64('{"a"') });
    await uploads.take({ folder: first.folder, name: 'model.json', offset: 4, base64: base64(':1}') });
    const shard = { folder: first.folder, name: 'shard.bin', offset: 0, base64: base64('xyz') };
    await uploads.take(shard);
    expect(readFileSync(first.path, 'utf8')).toBe('{"a":1}');
    expect(readdirSync(first.folder).sort()).toEqual(['model.json', 'shard.bin']);
    expect(uploads.holds(first.path)).toBe(true);
    await uploads.remove(first.path);
    expect(readdirSync(place)).toEqual([]);
    expect(uploads.holds(first.path)).toBe(false);
  });

  it('cannot be named out of their folder, nor go to one that nobody made, nor leave a gap', async () => {
    const uploads = new UploadFolder(place);
    const piece = { folder: null, name: 'a.onnx', offset: 0, base64: base64('abc') };
    for (const name of ['../a', 'a/b', 'a\\b', '..', '', 'a\0'])
      await expect(uploads.take({ ...piece, name })).rejects.toThrow('is no name of a file');
    await expect(uploads.take({ ...piece, folder: tmpdir() })).rejects.toThrow('no longer known');
    const { folder } = await uploads.take(piece);
    await expect(uploads.take({ ...piece, folder, offset: 5 })).rejects.toThrow('was lost on the way');
    await uploads.close();
    expect(readdirSync(place)).toEqual([]);
  });

  it('of windows that went away are removed, the oldest first', async () => {
    const uploads = new UploadFolder(place);
    for (let i = 0; i < 12; i++)
      await uploads.take({ folder: null, name: `${i}.onnx`, offset: 0, base64: base64('a') });
    expect(readdirSync(place)).toHaveLength(8);
  });
});
