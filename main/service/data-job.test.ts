import { beforeAll, describe, expect, it } from 'vitest';
import type { Scaling } from '../../shared/document/data-settings.ts';
import { idxFile, put, testFolder, upTo } from '../datasets/testing.ts';
import type { Engine } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { networkNumbers, sampleScaling } from '../runs/run-scaling.ts';
import { OpenRun } from '../training/open-run.ts';
import { prepareRun } from '../training/prepare-run.ts';
import { RunControl } from '../training/run-control.ts';
import { runTraining } from '../training/run-training.ts';
import { xorDocument } from '../training/testing.ts';
import { samplesOfRun } from './data-job.ts';

const directory = await testFolder();
let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('javascript');
});

/** A run of one epoch on two numbers a sample, flat or as a picture. */
async function trained(dataset: string, scaling: Scaling, shape: readonly number[] = [2]) {
  const xor = xorDocument({ dataset, epochs: 1, data: { scaling } });
  const nodes = {
    ...xor.nodes,
    x: { type: 'InputLayer', parameters: { shape } },
    flat: { type: 'Flatten', parameters: {} },
  };
  const edges = [{ from: 'x', to: 'flat' }, { from: 'flat', to: 'hidden' }, ...xor.edges.slice(1)];
  const folder = await prepareRun({ ...xor, nodes, edges }, { engine: 'javascript', directory });
  const control = new RunControl();
  await runTraining(engine, folder, { resume: false, control, report: () => undefined });
  return folder;
}

/** What there is one of. */
function only<T>([first, ...others]: readonly T[]): T {
  if (first === undefined || others.length > 0) throw new Error('not one');
  return first;
}

const asked = (run: string, name: string) =>
  ({ run, name, part: 'training', offset: 0, count: 200 }) as const;

describe('samples of a run', () => {
  it("are shown in the numbers of their table, and become what the network was trained on: the run's own score", async () => {
    // Columns of other sizes; those rows are far where the second column is large.
    const rows = upTo(100).map(i => `${i % 7},${i % 2 ? 5000 + i : 1000 + i},${i % 2 ? 'far' : 'near'}`);
    const file = await put(directory, 'clouds.csv', `a,b,place\n${rows.join('\n')}\n`);
    const folder = await trained(file, 'standardization');
    const { total, inputs: shown, targets } = await samplesOfRun(asked(folder.path, file));
    const inputs = only(shown);
    expect(total).toBe(80);
    const known = new Set(rows.map(row => row.split(',').slice(0, 2).join()));
    for (let i = 0; i < total; i++)
      expect(known).toContain([inputs.data[2 * i], inputs.data[2 * i + 1]].join());

    const run = await OpenRun.load(engine, folder.path);
    const numbers = networkNumbers(inputs.data, only(sampleScaling(await folder.readRecord())));
    const [predicted] = run.predict([{ shape: inputs.shape, data: numbers }]);
    const right = only(targets).data.filter(
      (truth, i) => truth === Math.round(predicted?.data[i] ?? -1),
    ).length;
    expect(right / total).toBeCloseTo((await run.evaluate('train')).accuracy ?? -1, 6);
    run.dispose();
  });

  it('of bytes are shown as 0 to 1, whatever scaling the network has', async () => {
    const place = `${directory}/bytes`;
    const bytes = upTo(60).flatMap(i => [i * 4, 255 - i * 4]);
    await put(place, 'train-images-idx3-ubyte', idxFile([60, 1, 2], bytes));
    await put(
      place,
      'train-labels-idx1-ubyte',
      idxFile(
        [60],
        upTo(60).map(i => i % 2),
      ),
    );
    for (const scaling of ['standardization', 'none'] as const) {
      const folder = await trained(place, scaling, [1, 2, 1]);
      const inputs = only((await samplesOfRun(asked(folder.path, place))).inputs);
      const [first = 0, second = 0] = inputs.data;
      expect(first + second).toBeCloseTo(1, 5);
      expect(Math.max(...inputs.data)).toBeGreaterThan(0.9);
      const network = networkNumbers(inputs.data, only(sampleScaling(await folder.readRecord())));
      // The mean of all bytes is 127.5: standardized numbers lie on both sides of 0.
      expect(Math.sign(Math.min(...network))).toBe(scaling === 'none' ? 0 : -1);
      expect(Math.round(Math.max(...network))).toBe(scaling === 'none' ? 255 : 2);
    }
  });

  it('of data that come along are shown as they are, and scaled for the network', async () => {
    const folder = await trained('xor', 'standardization');
    const inputs = only((await samplesOfRun(asked(folder.path, 'xor'))).inputs);
    expect(Math.min(...inputs.data)).toBe(0);
    const network = networkNumbers(inputs.data, only(sampleScaling(await folder.readRecord())));
    // Half of the numbers lie below the mean.
    expect(network.filter(value => value < 0).length / network.length).toBeCloseTo(0.5, 1);
  });
});
