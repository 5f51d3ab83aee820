import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../shared/contract/training.ts';
import type { TrainingSettings } from '../../shared/document/schema.ts';
import { prepareDataset } from '../datasets/prepare-dataset.ts';
import { asking, idxFile, put, testFolder, upTo } from '../datasets/testing.ts';
import type { Engine } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { BatchReader, batchCount } from './feed.ts';
import { OpenRun } from './open-run.ts';
import { prepareResume, prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { xorDocument } from './testing.ts';

const directory = await testFolder();
let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('javascript');
});

/** Two clouds of points in a table: 200 rows, far apart in the second column alone. */
async function clouds(name: string): Promise<string> {
  const rows = upTo(200).map(
    i => `${(i * 37) % 100},${i % 2 === 0 ? 1000 + i : 5000 + i},${i % 2 ? 'far' : 'near'}`,
  );
  return put(directory, name, `a,b,place\n${rows.join('\n')}\n`);
}

/** Bytes of pictures beyond one megabyte as float32: 20,000 × 4 × 4 × 4 bytes = 1.28 MB. */
async function pictures(name: string): Promise<string> {
  const folder = path.join(directory, name);
  const count = 20_000;
  await put(
    folder,
    'x-images-idx3-ubyte',
    idxFile(
      [count, 4, 4],
      upTo(count * 16).map(i => (i * 7 + (i >> 4)) % 256),
    ),
  );
  await put(
    folder,
    'x-labels-idx1-ubyte',
    idxFile(
      [count],
      upTo(count).map(i => i % 2),
    ),
  );
  return folder;
}

function document(dataset: string, training: TrainingSettings = {}, shape: readonly number[] = [2]) {
  const base = xorDocument({ dataset, epochs: 3, ...training });
  const input = { type: 'InputLayer', parameters: { shape } };
  if (shape.length === 1) return { ...base, nodes: { ...base.nodes, x: input } };
  return {
    ...base,
    nodes: { ...base.nodes, x: input, flat: { type: 'Flatten' } },
    edges: [{ from: 'x', to: 'flat' }, { from: 'flat', to: 'hidden' }, ...base.edges.slice(1)],
  };
}

const prepare = (content: ReturnType<typeof document>) =>
  prepareRun(content, { engine: 'javascript', directory });

async function train(
  folder: RunFolder,
  resume = false,
  report: (event: TrainingEvent) => void = () => undefined,
) {
  const control = new RunControl();
  return runTraining(engine, folder, { resume, control, report });
}

const weights = async (folder: RunFolder) =>
  [...(await folder.readWeights())].map(([name, { data }]) => [name, Array.from(data)]);

describe('a table from disk', () => {
  it('trains, keeps its scaling, and is evaluated with it', async () => {
    const folder = await prepare(document(await clouds('clouds.csv'), { epochs: 6 }));
    const done = await train(folder);
    expect(done.test?.accuracy).toBe(1);
    const { dataset } = await folder.readRecord();
    expect(dataset).toMatchObject({ samples: 200, scaling: 'each of 2 columns standardized' });
    expect(dataset.inputs?.map(({ scale }) => scale.offset.length)).toEqual([2]);
    const run = await OpenRun.load(engine, folder.path);
    expect(await run.evaluate('test')).toEqual(done.test);
    run.dispose();
  });

  it('whose rows have changed is refused when a run goes on; one that is gone too', async () => {
    const file = await clouds('changed.csv');
    const folder = await prepare(document(file));
    await train(folder);
    await rename(file, `${file}.away`);
    await expect(train(await prepareResume(folder.path, { epochs: 5 }), true)).rejects.toThrow(
      'There is no file or folder',
    );
    await writeFile(
      file,
      'a,b,place\n1,2,near\n3,4,far\n5,6,near\n7,8,far\n1,1,near\n2,2,far\n3,3,near\n4,4,far\n',
    );
    await expect(train(await prepareResume(folder.path, { epochs: 5 }), true)).rejects.toThrow(
      'is not the one that this run began with',
    );
    await rename(`${file}.away`, file);
    expect(await train(await prepareResume(folder.path, { epochs: 5 }), true)).toMatchObject({
      status: 'done',
      epochs: 5,
    });
  });

  it('class weights change what is learnt, and names of no class are refused', async () => {
    const file = await clouds('weighted.csv');
    const plain = await prepare(document(file, { epochs: 1 }));
    const weighted = await prepare(document(file, { epochs: 1, data: { classWeights: { far: 3 } } }));
    await train(plain);
    await train(weighted);
    expect(await weights(weighted)).not.toEqual(await weights(plain));
    const wrong = await prepare(document(file, { data: { classWeights: { nowhere: 2 } } }));
    await expect(train(wrong)).rejects.toThrow('There is no class "nowhere"');
  });
});

describe('data beyond the memory budget', () => {
  it('are read from disk batch by batch and give the very weights that data in memory give, augmented too', async () => {
    const place = await pictures('streamed');
    const data = { augmentation: { flipHorizontal: true, shift: 0.2, rotate: 10, zoom: 0.1, noise: 0.01 } };
    const settings = { epochs: 1, batchSize: 500 };
    const memory = await prepare(document(place, { ...settings, data }, [4, 4, 1]));
    const streamed = await prepare(
      document(place, { ...settings, data: { ...data, memoryBudget: 1 } }, [4, 4, 1]),
    );
    await train(memory);
    await train(streamed);
    expect(await weights(streamed)).toEqual(await weights(memory));
    expect((await streamed.readRecord()).dataset.identity).toBe((await memory.readRecord()).dataset.identity);
  });

  it('stay out of memory: a set of twice the budget never holds more than the budget', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const count = 32_768;
    const folder = path.join(directory, 'twice');
    await put(folder, 'x-images-idx3-ubyte', idxFile([count, 16, 4], new Array(count * 64).fill(7)));
    await put(
      folder,
      'x-labels-idx1-ubyte',
      idxFile(
        [count],
        upTo(count).map(i => i % 2),
      ),
    );
    const budget = 4;
    collect();
    const before = process.memoryUsage().arrayBuffers;
    const { dataset, split, close } = await prepareDataset(
      asking(folder, { settings: { memoryBudget: budget } }),
    );
    expect(dataset.isStreamed).toBe(true);
    expect(count * 64 * 4).toBe(2 * budget * 2 ** 20);
    const plan = { dataset, batchSize: 256, inputs: [0], targets: [{ index: 0, isSparse: false }] };
    const reader = new BatchReader(plan, split.train, 0);
    let peak = 0;
    for (let batch = 0; batch < batchCount(split.train.length, 256); batch += 4) {
      const batches = await reader.next(batch, 4);
      expect(batches.length).toBeGreaterThan(0);
      collect();
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }
    await close();
    expect(peak).toBeLessThan(budget * 2 ** 20);
  });

  it('that vanish while they train leave the run interrupted with a sentence, and it goes on when they are back', async () => {
    const place = await pictures('vanishing');
    const folder = await prepare(
      document(place, { epochs: 3, batchSize: 500, data: { memoryBudget: 1 } }, [4, 4, 1]),
    );
    const file = path.join(place, 'x-images-idx3-ubyte');
    const whole = idxFile(
      [20_000, 4, 4],
      upTo(20_000 * 16).map(i => (i * 7 + (i >> 4)) % 256),
    );
    const { truncateSync } = await import('node:fs');
    const done = await train(folder, false, event => {
      if (event.event === 'epoch' && event.epoch === 1) truncateSync(file, 100);
    });
    expect(done).toMatchObject({ status: 'interrupted', epochs: 1, test: null });
    expect(done.reason).toMatch(/can no longer be read: .* resume when the data are back\./);
    await writeFile(file, whole);
    expect(await train(await prepareResume(folder.path), true)).toMatchObject({ status: 'done', epochs: 3 });
    const straight = await prepare(document(place, { epochs: 3, batchSize: 500 }, [4, 4, 1]));
    await train(straight);
    expect(await weights(folder)).toEqual(await weights(straight));
  });
});
