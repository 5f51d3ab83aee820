import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NetloomDocument, TrainingSettings } from '../../shared/document/schema.ts';
import { findTemplate } from '../../shared/templates/index.ts';
import type { Engine } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { describeWebGpu } from '../engines/webgpu/webgpu-testing.ts';
import { OpenRun } from './open-run.ts';
import { prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { stopping, temporaryFolder, weightValues } from './testing.ts';

/**
 * What two engines may differ in after a few steps, relative to a tensor's largest weight: both compute in float32, but add up in
 * another order.
 */
const TOLERANCE = 1e-4;
const STEPS = 5;

const TRAINING: TrainingSettings = { dataset: 'mnist', epochs: 1, batchSize: 16, seed: 3 };

/** Two residual blocks behind a convolution, with all that such networks have: strides, normalization, sums, dropout. */
function residualNetwork(): NetloomDocument {
  const nodes: Record<string, NetloomDocument['nodes'][string]> = {};
  const edges: NetloomDocument['edges'][number][] = [];
  const add = (
    name: string,
    type: string,
    parameters: NetloomDocument['nodes'][string]['parameters'],
    from: string[],
  ) => {
    nodes[name] = { type, parameters };
    for (const [toPort, source] of from.entries())
      edges.push({ from: source, to: name, ...(toPort > 0 && { toPort }) });
    return name;
  };
  const unit = (name: string, from: string, strides: number) => {
    const kernel = { filters: 8, kernel_size: 3, padding: 'same', strides, use_bias: false };
    return add(`${name}_norm`, 'BatchNormalization', {}, [add(`${name}_conv`, 'Conv2D', kernel, [from])]);
  };
  let last = add('input', 'InputLayer', { shape: [28, 28, 1] }, []);
  last = add('stem', 'Activation', { activation: 'relu' }, [unit('first', last, 2)]);
  for (const block of ['a', 'b']) {
    const inner = add(`${block}_relu`, 'Activation', { activation: 'relu' }, [unit(`${block}1`, last, 1)]);
    const sum = add(`${block}_sum`, 'Add', {}, [unit(`${block}2`, inner, 1), last]);
    last = add(`${block}_out`, 'Activation', { activation: 'relu' }, [sum]);
  }
  const mean = add('mean', 'GlobalAveragePooling2D', {}, [last]);
  const dropped = add('dropout', 'Dropout', { rate: 0.3 }, [mean]);
  add('classes', 'Dense', { units: 10, activation: 'softmax' }, [dropped]);
  return { format: 'netloom', version: 1, name: 'residual', nodes, edges, positions: {} };
}

function lenet(): NetloomDocument {
  const document = findTemplate('lenet-5')?.build();
  if (!document) throw new Error('There is no template lenet-5.');
  return document;
}

describeWebGpu('training on a GPU', load => {
  let engine: Engine;
  let javascript: Engine;
  let directory: string;
  beforeAll(async () => {
    engine = await load();
    javascript = await loadEngine('javascript');
    directory = await temporaryFolder();
  }, 60_000);
  afterAll(() => rm(directory, { recursive: true }));

  const train = async (
    document: NetloomDocument,
    on: Engine,
    training: TrainingSettings,
    control: RunControl,
  ) => {
    const settled = { ...document, training: { ...document.training, ...TRAINING, ...training } };
    const folder = await prepareRun(settled, { engine: on.name, directory });
    const done = await runTraining(on, folder, { resume: false, control, report: () => undefined });
    return { folder, done };
  };

  it.each([
    [
      'LeNet-5 by SGD with momentum',
      lenet,
      { optimizer: { name: 'sgd', learning_rate: 0.05, momentum: 0.9 } },
    ],
    ['a residual network by Adam', residualNetwork, { optimizer: { name: 'adam', learning_rate: 0.002 } }],
  ] as const)(
    '%s has the JavaScript engine’s weights after 5 steps on the digits',
    async (_, build, settings) => {
      const [gpu, plain] = [
        await train(build(), engine, settings, stopping(STEPS + 1)),
        await train(build(), javascript, settings, stopping(STEPS + 1)),
      ];
      expect((await gpu.folder.readRecord()).engine).toMatchObject({ name: 'webgpu', device: engine.device });
      const expected = new Map(await weightValues(plain.folder));
      const found = await weightValues(gpu.folder);
      expect(found.map(([name]) => name)).toEqual([...expected.keys()]);
      for (const [name, values] of found) {
        const wanted = expected.get(name) ?? [];
        const largest = Math.max(1e-3, ...wanted.map(Math.abs));
        const difference = Math.max(...values.map((value, i) => Math.abs(value - (wanted[i] ?? Number.NaN))));
        expect(difference / largest, name).toBeLessThanOrEqual(TOLERANCE);
      }
    },
    120_000,
  );

  it('LeNet-5 learns the digits, and its run predicts on another engine what it predicts here', async () => {
    const { folder, done } = await train(lenet(), engine, { batchSize: 100 }, new RunControl());
    expect(done).toMatchObject({ status: 'done', engine: 'webgpu', device: engine.device });
    // Native TensorFlow reaches the same with this seed; guessing gives 0.1.
    expect(done.test?.accuracy).toBeGreaterThan(0.8);
    const image = {
      shape: [2, 28, 28, 1],
      data: Float32Array.from({ length: 2 * 784 }, (_, i) => (i % 97) / 97),
    };
    const [here, there] = await Promise.all(
      [engine, javascript].map(async on => {
        const open = await OpenRun.load(on, folder.path);
        const [output] = open.predict([image]);
        open.dispose();
        return Array.from(output?.data ?? []);
      }),
    );
    expect(here).toHaveLength(20);
    for (const [i, value] of (here ?? []).entries()) expect(value).toBeCloseTo(there?.[i] ?? Number.NaN, 5);
  }, 240_000);
});
