import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { netloomDirectory } from '../../main/setup/place.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';
import { findTemplate } from '../../shared/templates/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'netloom-quiet-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each(['SIGINT', 'SIGTERM'] as const)(
  'ends both processes by %s and removes the half-written file',
  async signal => {
    const vgg = findTemplate('vgg-16')?.build();
    if (!vgg) throw new Error('There is no template vgg-16.');
    await writeFile(path.join(folder, 'vgg.netloom'), serializeDocument(vgg));
    const command = spawn(
      process.execPath,
      [path.join(netloomDirectory(), 'app/netloom.mjs'), 'export', 'onnx', 'vgg.netloom', '-o', 'vgg.onnx'],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let words = '';
    command.stderr.setEncoding('utf8').on('data', text => {
      words += text;
    });
    // Both processes hold the pipe: it is closed when both are gone.
    const closed = new Promise<number | null>(resolve => command.once('close', resolve));
    let files = await readdir(folder);
    while (files.length === 1 && command.exitCode === null) {
      await new Promise(done => setTimeout(done, 20));
      files = await readdir(folder);
    }
    expect(files.length, words).toBe(2);
    command.kill(signal);
    expect(await closed).toBe(1);
    expect(words).toMatch(/cancelled/);
    expect(await readdir(folder)).toEqual(['vgg.netloom']);
  },
);
