import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { netloomDirectory } from '../../main/setup/place.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';
import { findTemplate } from '../../shared/templates/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'netloom-quiet-'));
  const vgg = findTemplate('vgg-16')?.build();
  if (!vgg) throw new Error('There is no template vgg-16.');
  await writeFile(path.join(folder, 'vgg.netloom'), serializeDocument(vgg));
});
afterAll(() => rm(folder, { recursive: true }));

/** A command that writes half a gigabyte, in the middle of it. */
async function writingCommand() {
  const command = spawn(
    process.execPath,
    [path.join(netloomDirectory(), 'app/netloom.mjs'), 'export', 'onnx', 'vgg.netloom', '-o', 'vgg.onnx'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const told = { stderr: '' };
  command.stderr.setEncoding('utf8').on('data', text => {
    told.stderr += text;
  });
  // Both processes hold the pipe: it is closed when both are gone.
  const closed = new Promise<number | null>(resolve => command.once('close', resolve));
  while ((await readdir(folder)).length === 1 && command.exitCode === null)
    await new Promise(done => setTimeout(done, 20));
  expect(await readdir(folder), told.stderr).toHaveLength(2);
  return { command, told, closed };
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  'ends both processes by %s and removes the half-written file',
  async signal => {
    const { command, told, closed } = await writingCommand();
    command.kill(signal);
    expect(await closed).toBe(1);
    expect(told.stderr).toMatch(/cancelled/);
    expect(await readdir(folder)).toEqual(['vgg.netloom']);
  },
);

// Only Linux tells the processes that another one has started.
it.runIf(process.platform === 'linux')('tells that the process that computes was killed', async () => {
  const { command, told, closed } = await writingCommand();
  const { pid } = command;
  const [inner] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
  process.kill(Number(inner), 'SIGKILL');
  expect(await closed).toBe(1);
  expect(told.stderr).toBe(
    'netloom: The process that computes for this command ended (signal SIGKILL); perhaps the memory was not enough. [engine.ended]\n',
  );
});
