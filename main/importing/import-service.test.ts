import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileAccess } from '../documents/file-access.ts';
import { createImportService } from './import-service.ts';

/**
 * Stands in for the import worker: tells the result, then waits for the file `go` beside the model, whose word decides how it ends. It
 * notes its process in `pid`.
 */
const WORKER = `
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
process.once('disconnect', () => process.exit(0));
process.once('message', ({ file, run }) => {
  const folder = path.dirname(file);
  writeFileSync(path.join(folder, 'pid'), String(process.pid));
  if (file.endsWith('bad.onnx')) return process.send({ error: { code: 'import.damaged', message: 'It is damaged.' } }, () => process.disconnect());
  const place = path.join(run.among, 'new');
  mkdirSync(place, { recursive: true });
  const report = { format: 'onnx', producer: '', opsets: {}, entries: [], parameters: 1, computed: 0, warnings: [] };
  process.send({ result: { text: '{}', run: place, report } });
  const timer = setInterval(() => {
    if (!existsSync(path.join(folder, 'go'))) return;
    clearInterval(timer);
    const word = readFileSync(path.join(folder, 'go'), 'utf8');
    if (word === 'die') process.exit(1);
    if (word === 'full') return process.send({ error: { code: 'import.weights', message: 'The disk is full.' } }, () => process.disconnect());
    writeFileSync(path.join(place, 'weights'), 'all');
    process.send({ kept: true }, () => process.disconnect());
  }, 10);
});
`;

let folder: string;
let events: [string, unknown][];
let service: ReturnType<typeof createImportService>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-import-service-'));
  events = [];
  mkdirSync(path.join(folder, 'models'));
  for (const name of ['net.onnx', 'bad.onnx']) writeFileSync(path.join(folder, 'models', name), '');
  writeFileSync(path.join(folder, 'worker.mjs'), WORKER);
  service = createImportService({
    access: new FileAccess(folder),
    dataFolder: folder,
    emit: (event, data) => events.push([event, data]),
    workerScript: path.join(folder, 'worker.mjs'),
  });
});
afterEach(async () => {
  say('whole');
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const model = () => path.join(folder, 'models/net.onnx');
const say = (word: string) => writeFileSync(path.join(folder, 'models/go'), word);
const runsFolder = () => path.join(folder, 'runs/net');
const weights = () => path.join(runsFolder(), 'new/weights');

describe('the import service', () => {
  it('answers with the network before its weights are copied, and lets whoever names the run wait for them', async () => {
    const { run } = await service.handlers['import.model']({ path: model() });
    expect(run).toBe(path.join(runsFolder(), 'new'));
    expect(existsSync(weights())).toBe(false);
    let isSettled = false;
    const waiting = [String(run), runsFolder()].map(async place => {
      await service.settled(place);
      isSettled = true;
      return existsSync(weights());
    });
    await service.settled(path.join(folder, 'runs/other'));
    expect(isSettled).toBe(false);
    say('whole');
    expect(await Promise.all(waiting)).toEqual([true, true]);
    expect(events).toEqual([]);
  });

  it.each([
    ['full', 'The disk is full.'],
    ['die', 'The import process ended before it was done'],
  ])(
    'says that the weights are lost when the copying ends with "%s", and removes the half run',
    async (word, sentence) => {
      const { run } = await service.handlers['import.model']({ path: model() });
      say(word);
      await service.settled(String(run));
      expect(events).toEqual([
        ['import.weights-lost', { run, file: model(), sentence: expect.stringContaining(sentence) }],
      ]);
      expect(existsSync(String(run))).toBe(false);
    },
  );

  it('leaves nothing of an import that is cancelled after its answer', async () => {
    const { run } = await service.handlers['import.model']({ path: model() });
    await service.handlers['import.cancel']({ path: model() });
    await service.settled(String(run));
    expect(existsSync(String(run))).toBe(false);
    expect(events).toEqual([]);
  });

  it('closes only when the weights of a network that was shown are copied', async () => {
    await service.handlers['import.model']({ path: model() });
    const closed = service.close().then(() => existsSync(weights()));
    say('whole');
    expect(await closed).toBe(true);
  });

  it('tells a file that cannot be read by its code', async () => {
    await expect(
      service.handlers['import.model']({ path: path.join(folder, 'models/bad.onnx') }),
    ).rejects.toMatchObject({ code: 'import.damaged', message: 'It is damaged.' });
  });

  it('takes the process that was started ahead, once', async () => {
    say('whole');
    const pid = () => Number(readFileSync(path.join(folder, 'models/pid'), 'utf8'));
    await service.handlers['import.prepare']({});
    const [started] = [...children()];
    await service.handlers['import.prepare']({});
    expect([...children()]).toEqual([started]);
    await service.handlers['import.model']({ path: model() });
    expect(pid()).toBe(started);
    await service.settled(runsFolder());
    await service.handlers['import.model']({ path: model() });
    expect(pid()).not.toBe(started);
  });
});

/** The processes of ours that run the worker. */
function children(): readonly number[] {
  const script = path.join(folder, 'worker.mjs');
  const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return list.filter(line => line.includes(script)).map(line => Number.parseInt(line, 10));
}
