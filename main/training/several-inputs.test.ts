import { describe, expect, it } from 'vitest';
import type { Augmentation, DataSettings } from '../../shared/document/data-settings.ts';
import type { TrainingSettings } from '../../shared/document/schema.ts';
import { withScalingLayers } from '../../shared/training/scaling-layer.ts';
import { npzFile, numbers, prepared, put, testFolder, upTo } from '../datasets/testing.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { scalingOf } from '../runs/run-scaling.ts';
import { samplesOfRun } from '../service/data-job.ts';
import { dataRequest } from './data-request.ts';
import { batchAt } from './feed.ts';
import { OpenRun } from './open-run.ts';
import { PAIRS, pairsArrays, pairsDocument, pairsFile } from './pairs-testing.ts';
import { testPlace } from './place-testing.ts';
import { trainingPlan } from './plan.ts';
import { prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { feedPlan, runTraining } from './run-training.ts';
import { weightValues } from './testing.ts';
import { weightStoreOf } from './weight-store-of.ts';

const place = testPlace();
const folder = await testFolder();
const archive = await put(folder, 'pairs.npz', await pairsFile());

const SCALING = { facts: 'standardization' } as const;

async function trained(training: TrainingSettings): Promise<RunFolder> {
  const document = pairsDocument({ dataset: archive, epochs: 1, batchSize: 40, ...training });
  const run = await prepareRun(document, { engine: 'javascript', directory: place.directory });
  const control = new RunControl();
  await runTraining(place.engine, run, { resume: false, control, report: () => undefined });
  return run;
}

describe('a network of two inputs and two outputs', () => {
  it('learns both targets, and the run is shown in the numbers of the archive and predicts them', async () => {
    const run = await trained({ epochs: 25 });
    const { test } = await run.readRecord();
    expect(test?.outputs?.side?.accuracy).toBe(1);
    expect(test?.outputs?.sum?.loss).toBeLessThan(0.02);
    const asked = { run: run.path, name: archive, part: 'test', offset: 3, count: 5 } as const;
    const { total, inputs, targets, ports } = await samplesOfRun(asked);
    expect(ports.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['photo', [4, 4, 1]],
      ['facts', [2]],
    ]);
    expect(ports.targets.map(({ name }) => name)).toEqual(['side', 'sum']);
    expect(total).toBe(PAIRS / 10);
    expect(inputs.map(({ shape }) => shape)).toEqual([
      [5, 4, 4, 1],
      [5, 2],
    ]);
    expect(targets.map(({ shape }) => shape)).toEqual([
      [5, 2],
      [5, 1],
    ]);
    // Bytes are shown as pictures are drawn, other numbers as they stand in the archive.
    expect(Math.max(...(inputs[0]?.data ?? []))).toBeGreaterThan(0.6);
    const [first = 0, second = 0] = inputs[1]?.data ?? [];
    expect(first / 10 + second / 12_000).toBeCloseTo(targets[1]?.data[0] ?? 0, 5);

    const open = await OpenRun.load(place.engine, run.path);
    const { outputs, targets: wanted } = await open.predictSamples('test', upTo(40));
    const sides = upTo(40).map(i => Math.round(outputs[0]?.data[2 * i + 1] ?? -1));
    expect(sides).toEqual(upTo(40).map(i => wanted[0]?.data[2 * i + 1]));
    open.dispose();
  }, 30_000);

  it('predicts arrays that have no targets, as it does those of the same samples that have; they cannot be evaluated', async () => {
    const run = await trained({});
    const { photo, facts } = pairsArrays();
    const bare = await put(folder, 'bare.npz', await npzFile({ photo, facts }));
    const open = await OpenRun.load(place.engine, run.path);
    const { split } = await prepared(dataRequest(open.plan, archive));
    const told = await open.predictSamples('test', [0, 1, 2]);
    const places = Array.from(split.test.slice(0, 3));
    const { outputs, targets } = await open.predictSamples('test', places, bare);
    expect(targets).toEqual([]);
    expect(outputs).toEqual(told.outputs);
    await expect(open.evaluate('test', bare)).rejects.toMatchObject({
      code: 'dataset.missing',
      message: expect.stringContaining('no array for the output "side" and the output "sum"'),
    });
    await expect(trained({ dataset: bare })).rejects.toMatchObject({ code: 'dataset.missing' });
    open.dispose();
  });

  it('takes the numbers of the archive where its scaling has gone into the model', async () => {
    const run = await trained({});
    const scalings = await scalingOf(run.path);
    expect(scalings.map(({ name, kind }) => [name, kind])).toEqual([
      ['photo', 'unit'],
      ['facts', 'standardization'],
    ]);
    const scaled = trainingPlan(withScalingLayers(await run.readDocument(), scalings));
    const model = place.engine.build({ ...scaled, seed: 1, weights: weightStoreOf(await run.readWeights()) });
    const { dataset } = await prepared({
      ...dataRequest(trainingPlan(pairsDocument({ dataset: archive, data: { scaling: 'none' } })), archive),
    });
    const open = await OpenRun.load(place.engine, run.path);
    const { outputs } = await open.predictSamples('train', [0, 1, 2]);
    const { split } = await prepared(dataRequest(trainingPlan(await run.readDocument()), archive));
    const raw = await dataset.read(split.train.slice(0, 3));
    const found = model.predict(raw.inputs);
    for (const i of [0, 1])
      expect(numbers(found, i)).toEqual(numbers(outputs, i).map(value => expect.closeTo(value, 5)));
    open.dispose();
    model.dispose();
  });

  it('learns the same from disk batch by batch, its pictures changed at random', async () => {
    const more = await put(
      folder,
      'larger.npz',
      // One megabyte holds it no more.
      await pairsFile({
        facts: { shape: [PAIRS, 700], data: Float32Array.from(upTo(PAIRS * 700), i => (i * 7) % 11) },
      }),
    );
    const augmentation = { flipHorizontal: true, shift: 0.2, noise: 0.01 };
    const wide = async (data: DataSettings) => {
      const base = pairsDocument({
        dataset: more,
        epochs: 1,
        batchSize: 40,
        data: { augmentation, ...data },
      });
      const nodes = { ...base.nodes, facts: { type: 'InputLayer', parameters: { shape: [700] } } };
      const run = await prepareRun({ ...base, nodes }, { engine: 'javascript', directory: place.directory });
      const control = new RunControl();
      await runTraining(place.engine, run, { resume: false, control, report: () => undefined });
      return { weights: await weightValues(run), identity: (await run.readRecord()).dataset.identity };
    };
    expect(await wide({ memoryBudget: 1 })).toEqual(await wide({}));
  }, 30_000);

  it('has its pictures changed at random, never its other inputs', async () => {
    const augmentation: Augmentation = { flipHorizontal: true, noise: 0.5 };
    const plan = trainingPlan(pairsDocument({ dataset: archive }));
    const { dataset, split } = await prepared(dataRequest(plan, archive));
    const plain = feedPlan(plan, dataset, 40);
    const [before, after] = [
      await batchAt(plain, split.train, 0, 0),
      await batchAt({ ...plain, augmentation: { settings: augmentation, seed: 1 } }, split.train, 0, 0),
    ];
    expect(numbers(after.inputs, 0)).not.toEqual(numbers(before.inputs, 0));
    expect(numbers(after.inputs, 1)).toEqual(numbers(before.inputs, 1));
  });

  it('is refused before it trains where an array has another shape, and with class weights', async () => {
    const odd = await put(
      folder,
      'odd.npz',
      await pairsFile({ facts: { shape: [PAIRS, 3], data: new Float32Array(PAIRS * 3) } }),
    );
    await expect(trained({ dataset: odd })).rejects.toMatchObject({
      code: 'dataset.mismatch',
      message: expect.stringContaining(
        'gives samples of 3, but the input "facts" takes 2. To fit it: Set the input "facts" to 3.',
      ),
    });
    const data = { scaling: SCALING, classWeights: 'balanced' } as const;
    await expect(trained({ data })).rejects.toMatchObject({
      code: 'dataset.mismatch',
      message: expect.stringContaining('Class weights need one target; "pairs.npz" has 2 ("side", "sum").'),
    });
  });
});
