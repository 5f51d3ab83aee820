import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunFolder } from '../runs/run-folder.ts';
import { prepareRun } from './prepare-run.ts';
import { superviseRun } from './supervisor.ts';
import { temporaryFolder, xorDocument } from './testing.ts';

let directory: string;
beforeAll(async () => {
  directory = await temporaryFolder();
});
afterAll(() => rm(directory, { recursive: true }));

/** Trains by a worker of a few lines: what it does when it is told to start. Answers how that ended, and the record. */
async function endOf(name: string, onStart: string) {
  const { path: run } = await prepareRun(xorDocument({ epochs: 4 }), { engine: 'javascript', directory });
  const worker = path.join(directory, `${name}.mjs`);
  await writeFile(
    worker,
    `import { readFileSync, writeFileSync } from 'node:fs';
     process.on('message', ({ command, run }) => {
       if (command === 'stop') process.exit(0);
       if (command === 'start') { ${onStart} }
     });`,
  );
  const task = { run, engine: 'javascript' as const, resume: false };
  const ending = await superviseRun({ path: worker }, task, () => undefined).ended;
  return { ending, record: await new RunFolder(run).readRecord() };
}

describe('a training process', () => {
  it('that tells nonsense is ended, and the run interrupted', async () => {
    const { ending, record } = await endOf('strange', "process.send({ event: 'epoch', epoch: 'many' });");
    expect(ending).toMatchObject({ status: 'interrupted', code: 'run.worker', done: null });
    expect(ending.reason).toContain('told something that Netloom does not understand, so it was ended');
    expect(record).toMatchObject({ status: 'interrupted', reason: ending.reason, code: 'run.worker' });
  });

  it('that dies after it has written its end down keeps that end', async () => {
    const { ending, record } = await endOf(
      'late',
      `const file = run + '/run.json';
       const record = JSON.parse(readFileSync(file, 'utf8'));
       writeFileSync(file, JSON.stringify({ ...record, status: 'done', epochsDone: 4 }));
       process.kill(process.pid, 'SIGKILL');`,
    );
    expect(ending).toMatchObject({ status: 'done', reason: null });
    expect(record).toMatchObject({ status: 'done', reason: null, epochsDone: 4 });
  });

  it.skipIf(process.platform === 'win32')(
    'that crashes with a sound engine is told by its signal (POSIX systems only)',
    async () => {
      const { ending, record } = await endOf('crash', "process.kill(process.pid, 'SIGSEGV');");
      expect(ending).toMatchObject({ status: 'interrupted', code: 'run.worker' });
      expect(ending.reason).toBe(
        'The training process ended unexpectedly (signal SIGSEGV). No epoch was finished yet; resume to begin again.',
      );
      expect(record.reason).toBe(ending.reason);
    },
  );

  it('that lacks its engine leaves a run that can be resumed; any other refusal is a failure', async () => {
    const refusal = (code: string) =>
      `process.send({ event: 'error', code: '${code}', message: 'No.' }, () => process.exit(0));`;
    expect((await endOf('engine', refusal('engine.not-ready'))).record).toMatchObject({
      status: 'interrupted',
      reason: 'No.',
      code: 'engine.not-ready',
    });
    expect((await endOf('other', refusal('run.mismatch'))).record).toMatchObject({ status: 'failed' });
  });
});
