import { beforeAll, expect, it } from 'vitest';
import {
  DOCUMENT_VERSION,
  type NetloomDocument,
  type OptimizerSettings,
} from '../../shared/document/schema.ts';
import { findTemplate } from '../../shared/templates/index.ts';
import { prepareDataset } from '../datasets/prepare-dataset.ts';
import type { Batch, Engine, EngineModel, NumericTensor } from '../engines/engine.ts';
import { EngineError } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { describeWebGpu } from '../engines/webgpu/webgpu-testing.ts';
import { dataRequest } from './data-request.ts';
import { batchAt, shuffled } from './feed.ts';
import { trainingPlan } from './plan.ts';
import { feedPlan } from './run-training.ts';

/**
 * What two engines may differ in after a few steps, relative to a tensor's largest weight: both compute in float32, but add up in
 * another order.
 */
const TOLERANCE = 1e-4;
const STEPS = 4;

/** Two residual blocks behind a convolution, with all that such networks have: strides, normalization, sums, dropout. */
function residualNetwork(): NetloomDocument {
  const nodes: Record<string, NetloomDocument['nodes'][string]> = {};
  const edges: NetloomDocument['edges'][number][] = [];
  type Parameters = NetloomDocument['nodes'][string]['parameters'];
  const add = (name: string, type: string, parameters: Parameters, from: string[]) => {
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
  return { format: 'netloom', version: DOCUMENT_VERSION, name: 'residual', nodes, edges, positions: {} };
}

function lenet(): NetloomDocument {
  const document = findTemplate('lenet-5')?.build();
  if (!document) throw new Error('There is no template lenet-5.');
  return document;
}

/** Small enough to learn on an adapter in software within seconds. */
function dense(): NetloomDocument {
  return {
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: 'dense',
    nodes: {
      input: { type: 'InputLayer', parameters: { shape: [28, 28, 1] } },
      flat: { type: 'Flatten', parameters: {} },
      hidden: { type: 'Dense', parameters: { units: 32, activation: 'relu' } },
      classes: { type: 'Dense', parameters: { units: 10, activation: 'softmax' } },
    },
    edges: [
      { from: 'input', to: 'flat' },
      { from: 'flat', to: 'hidden' },
      { from: 'hidden', to: 'classes' },
    ],
    positions: {},
  };
}

const MOMENTUM: OptimizerSettings = { name: 'sgd', learning_rate: 0.05, momentum: 0.9 };
const ADAM: OptimizerSettings = { name: 'adam', learning_rate: 0.002 };

/** A network ready to train on the digits. */
async function trainable(document: NetloomDocument, optimizer: OptimizerSettings, batchSize: number) {
  const training = { ...document.training, dataset: 'mnist', seed: 3, optimizer };
  const plan = trainingPlan({ ...document, training });
  const { dataset, split } = await prepareDataset(dataRequest(plan, 'mnist'));
  const feed = feedPlan(plan, dataset, batchSize);
  const order = shuffled(split.train, 3, 0);
  return {
    request: { graph: plan.graph, inference: plan.inference, seed: 3, learning: plan.learning },
    batch: (index: number): Promise<Batch> => Promise.resolve(batchAt(feed, order, index)),
  };
}

/** The largest difference of two engines' tensors of the same names, relative to each tensor's largest number, and where it is. */
function difference(found: ReadonlyMap<string, NumericTensor>, wanted: ReadonlyMap<string, NumericTensor>) {
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
  let worst = { name: '', value: 0 };
  for (const [name, { data }] of found) {
    const expected = wanted.get(name)?.data ?? new Float32Array();
    const largest = Math.max(1e-3, ...Array.from(expected, Math.abs));
    const value =
      Math.max(...Array.from(data, (x, i) => Math.abs(x - (expected[i] ?? Number.NaN)))) / largest;
    if (!(value <= worst.value)) worst = { name, value };
  }
  return worst;
}

describeWebGpu('training on a GPU', load => {
  let engine: Engine;
  let javascript: Engine;
  beforeAll(async () => {
    engine = await load();
    javascript = await loadEngine('javascript');
  }, 300_000);

  it.each([
    ['LeNet-5 by SGD with momentum', lenet, MOMENTUM],
    ['a residual network by Adam', residualNetwork, ADAM],
  ] as const)(
    '%s: weights, slots and scores after 4 steps on the digits are the JavaScript engine’s',
    async (_, build, optimizer) => {
      const { request, batch } = await trainable(build(), optimizer, 8);
      const models = [engine.build(request), javascript.build(request)] as const;
      for (const model of models)
        for (let step = 0; step < STEPS; step++) model.trainBatch(await batch(step), step);
      const [gpu, plain] = models;
      expect(gpu.execution.kind).toBe('eager');
      const weights = difference(gpu.getWeights(), plain.getWeights());
      expect(weights.value, weights.name).toBeLessThanOrEqual(TOLERANCE);
      const slots = difference(gpu.getOptimizerState(), plain.getOptimizerState());
      expect(slots.value, slots.name).toBeLessThanOrEqual(10 * TOLERANCE);
      expect(gpu.readScores().loss).toBeCloseTo(plain.readScores().loss, 4);
      expect(gpu.rate).toBe(plain.rate);
      const { inputs } = await batch(9);
      const [here, there] = models.map(model => new Map([['y', model.predict(inputs)[0] as NumericTensor]]));
      expect(difference(here ?? new Map(), there ?? new Map()).value).toBeLessThanOrEqual(TOLERANCE);
      for (const model of models) model.dispose();
    },
    600_000,
  );

  it('a network learns: over 40 steps on the digits its loss falls to less than half', async () => {
    const { request, batch } = await trainable(dense(), ADAM, 32);
    const model = engine.build(request);
    const loss = async (steps: readonly number[]) => {
      model.resetScores();
      for (const step of steps) model.trainBatch(await batch(step), step);
      return model.readScores().loss;
    };
    const numbers = Array.from({ length: 40 }, (_, step) => step);
    const first = await loss(numbers.slice(0, 2));
    await loss(numbers.slice(2, 35));
    expect(await loss(numbers.slice(35))).toBeLessThan(first / 2);
    model.dispose();
  }, 600_000);

  it('what does not fit is told in the engine’s own words, and the thread goes on', async () => {
    const { request, batch } = await trainable(lenet(), ADAM, 2);
    const model: EngineModel = engine.build(request);
    const { inputs, targets } = await batch(0);
    const narrow = { shape: [2, 14, 56, 1], data: inputs[0]?.data ?? new Float32Array() };
    expect(() => model.predict([narrow])).toThrow(EngineError);
    expect(() => model.predict([narrow])).toThrow(
      'takes arrays of shape (any, 28, 28, 1); got (2, 14, 56, 1)',
    );
    expect(() => model.trainBatch({ inputs, targets: [] }, 0)).toThrow('got targets for 0');
    expect(() => model.rehearse({ train: [{ inputs, targets: [] }], evaluate: [] })).toThrow(EngineError);
    expect(model.predict(inputs)[0]?.shape).toEqual([2, 10]);
    const before = model.getWeights();
    model.rehearse({ train: [{ inputs, targets }], evaluate: [] });
    expect(model.getWeights()).toEqual(before);
    model.dispose();
  }, 600_000);
});
