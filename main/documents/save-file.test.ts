import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FileAccess } from './file-access.ts';
import { readStamped } from './file-stamp.ts';
import { saveFile } from './save-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netloom-save-'));
});

describe('saving', () => {
  it('replaces the file, keeps the one before as .bak and leaves no temporary file', async () => {
    const file = path.join(folder, 'net.netloom');
    const first = await saveFile(file, 'one', { keepBackup: true });
    await saveFile(file, 'two', { expected: first, keepBackup: true });
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe('one');
    expect(readdirSync(folder).sort()).toEqual(['net.netloom', 'net.netloom.bak']);
  });

  it('notices that another program changed the file, and leaves that change alone', async () => {
    const file = path.join(folder, 'net.netloom');
    const known = await saveFile(file, 'mine');
    writeFileSync(file, 'theirs');
    await expect(saveFile(file, 'mine again', { expected: known })).rejects.toMatchObject({
      code: 'documents.changed-on-disk',
    });
    expect(readFileSync(file, 'utf8')).toBe('theirs');
    await saveFile(file, 'mine again', { expected: known, overwrite: true });
    expect(readFileSync(file, 'utf8')).toBe('mine again');
  });

  it('does not take a touch without a change for a change', async () => {
    const file = path.join(folder, 'net.netloom');
    const known = await saveFile(file, 'same');
    writeFileSync(file, 'same');
    await expect(saveFile(file, 'next', { expected: known })).resolves.toBeDefined();
  });

  it('writes through a link and keeps the mode', async () => {
    const target = path.join(folder, 'target.netloom');
    const link = path.join(folder, 'link.netloom');
    writeFileSync(target, 'old');
    chmodSync(target, 0o600);
    symlinkSync(target, link);
    await saveFile(link, 'new', { overwrite: true });
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('says in a sentence what is missing', async () => {
    await expect(saveFile(path.join(folder, 'none', 'x'), '')).rejects.toMatchObject({ code: 'file.folder' });
    await expect(readStamped(path.join(folder, 'absent'))).rejects.toMatchObject({
      code: 'file.missing',
      message: `There is no file "${path.join(folder, 'absent')}".`,
    });
    await expect(readStamped(folder)).rejects.toMatchObject({ code: 'file.folder' });
  });
});

describe('the files a served window may reach', () => {
  it('are those below the root, links followed', async () => {
    const access = new FileAccess(folder);
    symlinkSync(tmpdir(), path.join(folder, 'out'));
    await expect(access.resolve('a/b.netloom')).resolves.toBe(path.join(folder, 'a/b.netloom'));
    for (const bad of ['../x', '/etc/passwd', path.join(folder, '..', 'x'), 'out/x', `${folder}-beside/x`])
      await expect(access.resolve(bad)).rejects.toMatchObject({ code: 'file.outside-root' });
    expect((await access.folder('')).parent).toBeNull();
  });

  it('are all on the desktop', async () => {
    await expect(new FileAccess(null).resolve('/etc/hosts')).resolves.toBe('/etc/hosts');
  });
});
