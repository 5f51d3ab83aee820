import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { currentStamp } from './file-stamp.ts';
import { Journal } from './journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netloom-journal-'));
});

const STAMP = { size: 3, modified: 1, sha256: 'a'.repeat(64) };

const state = (text: string, session = 'session-0001') => ({
  session,
  path: '/nets/net.netloom',
  stamp: STAMP,
  name: 'net',
  layers: 3,
  text,
});

/** A process id that is certainly not alive: of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('the crash journal', () => {
  it('offers the newest state once its window is gone', async () => {
    const journal = new Journal(folder);
    await Promise.all([journal.keep(state('one')), journal.keep(state('two'))]);
    expect(await journal.recoveries()).toEqual([]);
    journal.disconnected('session-0001');
    expect(await journal.recoveries()).toMatchObject([
      { id: 'session-0001', name: 'net', layers: 3, path: '/nets/net.netloom' },
    ]);
    expect(await journal.recover('session-0001')).toEqual({
      path: '/nets/net.netloom',
      stamp: STAMP,
      text: 'two',
    });
  });

  it('offers what a killed service left, not what another living one holds', async () => {
    await new Journal(folder).keep(state('kept'));
    const file = path.join(folder, 'journal', 'session-0001.json');
    const entry = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...entry, pid: process.ppid }));
    expect(await new Journal(folder).recoveries()).toEqual([]);
    writeFileSync(file, JSON.stringify({ ...entry, pid: deadPid() }));
    expect(await new Journal(folder).recoveries()).toHaveLength(1);
  });

  it('forgets on request', async () => {
    const journal = new Journal(folder);
    await journal.keep(state('x'));
    await journal.forget('session-0001');
    journal.disconnected('session-0001');
    expect(await journal.recoveries()).toEqual([]);
  });

  it('does not offer what the file holds too', async () => {
    const journal = new Journal(folder);
    const file = path.join(folder, 'net.netloom');
    await journal.keep({ ...state('saved'), path: file });
    journal.disconnected('session-0001');
    writeFileSync(file, 'older');
    expect(await journal.recoveries()).toHaveLength(1);
    writeFileSync(file, 'saved');
    expect(await journal.recoveries()).toEqual([]);
    await expect(journal.recover('session-0001')).rejects.toMatchObject({ code: 'documents.no-recovery' });
  });

  it('does not offer what was saved under a first name before it could be forgotten', async () => {
    const journal = new Journal(folder);
    const file = path.join(folder, 'first.netloom');
    await journal.keep({ ...state('named untitled'), path: null, stamp: null });
    // The document takes the file's name, so that the text which is saved is another one.
    await journal.saving('session-0001', file, 'named first');
    journal.disconnected('session-0001');
    expect(await journal.recoveries(), 'the crash came before the file was written').toMatchObject([
      { id: 'session-0001', path: null },
    ]);
    expect(await journal.recover('session-0001')).toMatchObject({ text: 'named untitled' });
    writeFileSync(file, 'something else');
    expect(await journal.recoveries()).toHaveLength(1);
    writeFileSync(file, 'named first');
    expect(await journal.recoveries()).toEqual([]);
  });

  it('offers edits that came after a saving', async () => {
    const journal = new Journal(folder);
    const file = path.join(folder, 'first.netloom');
    await journal.keep({ ...state('one'), path: null, stamp: null });
    await journal.saving('session-0001', file, 'one');
    writeFileSync(file, 'one');
    await journal.keep({ ...state('two'), path: file, stamp: await currentStamp(file) });
    journal.disconnected('session-0001');
    expect(await journal.recoveries()).toMatchObject([{ path: file, isOlderThanFile: false }]);
    await journal.saving('session-0002', file, 'three');
    expect(readdirSync(path.join(folder, 'journal')), 'nothing is made up').toEqual(['session-0001.json']);
  });

  it('says what is older than the file: a crash between saving and forgetting', async () => {
    const journal = new Journal(folder);
    const file = path.join(folder, 'net.netloom');
    writeFileSync(file, 'opened');
    const stamp = await currentStamp(file);
    const time = await journal.keep({ ...state('an edit'), path: file, stamp });
    journal.disconnected('session-0001');
    const isOlder = async () => (await journal.recoveries()).map(({ isOlderThanFile }) => isOlderThanFile);
    /** Writes the file so many milliseconds after the edit was kept. */
    const write = (text: string, after: number) => {
      writeFileSync(file, text);
      utimesSync(file, new Date(time + after), new Date(time + after));
    };
    expect(await isOlder(), 'the file as it was opened').toEqual([false]);
    write('the edit and one more', 1000);
    expect(await isOlder(), 'saved since').toEqual([true]);
    write('the edit and one more', -1000);
    expect(await isOlder(), 'another content, from before the edit').toEqual([false]);
    write('opened', 1000);
    expect(await isOlder(), 'only touched since').toEqual([false]);
    rmSync(file);
    expect(await isOlder(), 'the file is gone').toEqual([false]);
  });

  it('moves a damaged entry aside and keeps it', async () => {
    const journal = new Journal(folder);
    await journal.keep(state('x'));
    const file = path.join(folder, 'journal', 'session-0001.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"text":"x"', '"text":"y"'));
    journal.disconnected('session-0001');
    expect(await journal.recoveries()).toEqual([]);
    expect(readdirSync(path.join(folder, 'journal', 'damaged'))).toHaveLength(1);
  });

  it('refuses a session name that is a path', async () => {
    await expect(new Journal(folder).keep(state('x', '../../evil-name'))).rejects.toMatchObject({
      code: 'documents.no-recovery',
    });
  });
});
