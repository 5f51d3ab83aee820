import { expect, it } from 'vitest';
import { buildGraph } from '../../../shared/document/graph.ts';
import {
  DOCUMENT_VERSION,
  type NetloomDocument,
  type OptimizerSettings,
} from '../../../shared/document/schema.ts';
import { completeOptimizer, OPTIMIZER_DEFAULTS } from '../../../shared/document/training-defaults.ts';
import { inferGraph } from '../../../shared/inference/infer.ts';
import type { Batch, BuildRequest, EngineModel } from '../engine.ts';
import { TfjsModel } from '../tfjs-model.ts';
import { nativeOperations } from './native-operations.ts';
import { describeNative } from './native-testing.ts';
import { RecordedModel, type RecordingOptions } from './recorded-model.ts';

type Layer = NetloomDocument['nodes'][string];

/** A chain of layers on an input. */
function request(
  shape: number[],
  layers: Readonly<Record<string, Layer>>,
  optimizer: OptimizerSettings,
  loss: 'categorical_crossentropy' | 'mean_squared_error',
): BuildRequest {
  const names = ['x', ...Object.keys(layers)];
  const graph = buildGraph({
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: 'chain',
    nodes: { x: { type: 'InputLayer', parameters: { shape } }, ...layers },
    edges: names.slice(1).map((to, i) => ({ from: names[i] ?? '', to })),
    positions: {},
  });
  const metrics = [loss === 'mean_squared_error' ? 'mean_absolute_error' : 'accuracy'] as const;
  return {
    graph,
    inference: inferGraph(graph),
    seed: 3,
    learning: {
      optimizer: completeOptimizer(optimizer),
      outputs: [{ loss, weight: 1, metrics: [...metrics] }],
      seed: 5,
    },
  };
}

const convolutional = (optimizer: OptimizerSettings) =>
  request(
    [8, 8, 2],
    {
      conv: { type: 'Conv2D', parameters: { filters: 4, kernel_size: 3, activation: 'relu' } },
      bn: { type: 'BatchNormalization' },
      pool: { type: 'MaxPooling2D' },
      flat: { type: 'Flatten' },
      drop: { type: 'Dropout', parameters: { rate: 0.3 } },
      y: { type: 'Dense', parameters: { units: 3, activation: 'softmax' } },
    },
    optimizer,
    'categorical_crossentropy',
  );

const batch = (step: number, samples = 6): Batch => ({
  inputs: [
    {
      shape: [samples, 8, 8, 2],
      data: Float32Array.from({ length: samples * 128 }, (_, i) => Math.sin(i * 1.3 + step)),
    },
  ],
  targets: [
    {
      shape: [samples, 3],
      data: Float32Array.from({ length: samples * 3 }, (_, i) =>
        i % 3 === (step + Math.floor(i / 3)) % 3 ? 1 : 0,
      ),
    },
  ],
});

function farthest(a: EngineModel, b: EngineModel): number {
  const others = b.getWeights();
  return Math.max(
    ...[...a.getWeights()].flatMap(([name, { data }]) =>
      Array.from(data, (value, i) => Math.abs(value - (others.get(name)?.data[i] ?? Number.NaN))),
    ),
  );
}

/** Asked again and again, also for inner layers and before the last activation, from the second time on by a graph. */
function expectSamePredictions(model: EngineModel, eager: EngineModel): void {
  for (const request of [{}, { nodes: ['bn', 'pool'] }, { beforeFinalActivation: true }])
    for (const step of [4, 5, 6]) {
      const expected = eager.predict(batch(step).inputs, request);
      const given = model.predict(batch(step).inputs, request);
      expect(given.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
      for (const [k, { data }] of given.entries())
        for (const [i, value] of data.entries())
          expect(value).toBeCloseTo(expected[k]?.data[i] ?? Number.NaN, 4);
    }
}

describeNative('a recorded model', (tf, backend) => {
  const operations = nativeOperations(tf, backend);
  const recorded = (from: BuildRequest, options: Partial<RecordingOptions> = {}) =>
    new RecordedModel(tf, backend, new TfjsModel(tf, from, operations), options);
  const all: readonly OptimizerSettings[] = [
    ...Object.keys(OPTIMIZER_DEFAULTS).map(name => ({ name }) as OptimizerSettings),
    { name: 'sgd', momentum: 0.9, nesterov: true },
    { name: 'rmsprop', momentum: 0.5 },
  ];

  it.each(all)('trains as the eager one does, dropout included: %j', optimizer => {
    const from = convolutional(optimizer);
    const eager = new TfjsModel(tf, from, operations);
    const verbatim = recorded(from, { fused: false, steps: 1 });
    const fused = recorded(from, { steps: 4 });
    for (let step = 0; step < 10; step++) {
      eager.trainBatch(batch(step), step);
      verbatim.trainBatch(batch(step), step);
    }
    fused.rehearse({ train: [batch(0)], evaluate: [] });
    const some = fused.stepsPerCall;
    expect(some).toBe(4);
    for (let step = 0; step < 10; ) {
      const next = Array.from({ length: step + some <= 10 ? some : 1 }, (_, i) => batch(step + i));
      fused.trainBatches(next, step);
      step += next.length;
    }
    expect([verbatim.execution, fused.execution]).toEqual([{ kind: 'recorded' }, { kind: 'recorded' }]);
    expect(farthest(eager, verbatim)).toBeLessThan(1e-5);
    expect(farthest(eager, fused)).toBeLessThan(2e-4);
    expect(fused.readScores().loss).toBeCloseTo(eager.readScores().loss, 4);
    expect(fused.readScores().accuracy).toBeCloseTo(eager.readScores().accuracy ?? Number.NaN, 6);
    for (const model of [eager, verbatim, fused]) model.dispose();
  });

  it('goes on from weights and optimizer state as if it had not been interrupted, with a short batch between', () => {
    const from = convolutional({ name: 'adam' });
    const size = (step: number) => (step % 3 === 2 ? 4 : 6);
    const whole = recorded(from);
    for (let step = 0; step < 6; step++) whole.trainBatch(batch(step, size(step)), step);
    const first = recorded(from);
    for (let step = 0; step < 3; step++) first.trainBatch(batch(step, size(step)), step);
    const weights = first.getWeights();
    const second = recorded({
      ...from,
      weights: { get: name => weights.get(name)?.data as Float32Array | undefined },
    });
    second.setOptimizerState(first.getOptimizerState());
    for (let step = 3; step < 6; step++) second.trainBatch(batch(step, size(step)), step);
    expect(farthest(whole, second)).toBe(0);
    for (const model of [whole, first, second]) model.dispose();
  });

  it('evaluates and predicts by the weights it has learnt, and learns on from weights that were set', () => {
    const from = convolutional({ name: 'sgd', learning_rate: 0.1 });
    const eager = new TfjsModel(tf, from, operations);
    const model = recorded(from);
    const start = model.getWeights();
    for (const each of [eager, model]) {
      for (let step = 0; step < 3; step++) each.trainBatch(batch(step), step);
      each.resetScores();
      for (const samples of [6, 2]) each.evaluateBatch(batch(9, samples));
    }
    expect(model.readScores().loss).toBeCloseTo(eager.readScores().loss, 5);
    expectSamePredictions(model, eager);
    for (const each of [eager, model]) {
      each.setWeights({ get: name => start.get(name)?.data as Float32Array | undefined });
      each.trainBatch(batch(7), 7);
    }
    expect(farthest(eager, model)).toBeLessThan(1e-5);
    expectSamePredictions(model, eager);
    eager.dispose();
    model.dispose();
  });

  it('draws new masks in every step, of the right mean and variance, the same for the same seed and step', () => {
    const rate = 0.3;
    const samples = 50;
    const from = request(
      [100],
      {
        fc: {
          type: 'Dense',
          parameters: { units: 100, use_bias: false, kernel_initializer: { name: 'identity' } },
        },
        drop: { type: 'Dropout', parameters: { rate } },
      },
      { name: 'sgd', learning_rate: 1e-12 },
      'mean_squared_error',
    );
    const size = samples * 100;
    const ones: Batch = {
      inputs: [{ shape: [samples, 100], data: new Float32Array(size).fill(1) }],
      targets: [{ shape: [samples, 100], data: new Float32Array(size) }],
    };
    const model = recorded(from);
    model.rehearse({ train: [ones], evaluate: [] });
    expect(model.execution).toEqual({ kind: 'recorded' });
    const scoresOf = (step: number) => {
      model.resetScores();
      model.trainBatch(ones, step);
      const { loss, outputs } = model.readScores();
      return [loss, outputs[0]?.metrics.mean_absolute_error ?? Number.NaN] as const;
    };
    const steps = Array.from({ length: 40 }, (_, step) => scoresOf(step));
    expect(new Set(steps.map(([loss]) => loss)).size).toBeGreaterThan(30);
    expect(scoresOf(7)).toEqual(steps[7]);
    // A kept one is 1 / 0.7: mean 1, mean square 1 / 0.7, so variance 0.3 / 0.7; five standard errors of 200,000 draws.
    const mean = (pick: (entry: readonly [number, number]) => number) =>
      steps.reduce((sum, entry) => sum + pick(entry), 0) / steps.length;
    const variance = rate / (1 - rate);
    const error = (5 * Math.sqrt(variance)) / Math.sqrt(40 * size);
    expect(Math.abs(mean(([, absolute]) => absolute) - 1)).toBeLessThan(error);
    expect(Math.abs(mean(([loss]) => loss) - 1 - variance)).toBeLessThan(error / (1 - rate));
    model.dispose();
  });

  it.each(all.slice(0, 3))(
    'gives the very same weights whether steps are made singly or several in a call: %j',
    optimizer => {
      const from = convolutional(optimizer);
      const models = [1, 2, 5].map(steps => {
        const model = recorded(from, { steps });
        model.rehearse({ train: [batch(0)], evaluate: [] });
        for (let step = 0; step < 10; step += steps)
          model.trainBatches(
            Array.from({ length: steps }, (_, i) => batch(step + i)),
            step,
          );
        return model;
      });
      const [first, ...others] = models;
      for (const other of others) expect(first && farthest(first, other)).toBe(0);
      for (const model of models) model.dispose();
    },
  );

  it('follows a schedule of learning rates within a call of several steps', () => {
    const from = convolutional({ name: 'adamw' });
    const eager = new TfjsModel(tf, from, operations);
    const model = recorded(from, { steps: 4 });
    model.rehearse({ train: [batch(0)], evaluate: [] });
    for (const each of [eager, model]) {
      each.setRates(steps => 0.05 / (1 + steps));
      each.trainBatches(
        [0, 1, 2, 3].map(step => batch(step)),
        0,
      );
    }
    expect(model.stepsPerCall).toBe(4);
    expect(farthest(eager, model)).toBeLessThan(2e-4);
    model.setRates(() => 0);
    const before = model.getWeights().get('y/kernel')?.data;
    model.trainBatch(batch(4), 4);
    expect(model.getWeights().get('y/kernel')?.data).toEqual(before);
    eager.dispose();
    model.dispose();
  });

  it('trains eagerly, and says why, where numbers of the step are made in JavaScript', () => {
    class Noisy extends TfjsModel {
      override train(...given: Parameters<TfjsModel['train']>): void {
        tf.add(tf.scalar(Math.random()), 1).dispose();
        super.train(...given);
      }
    }
    const from = convolutional({ name: 'adam' });
    const eager = new TfjsModel(tf, from, operations);
    const model = new RecordedModel(tf, backend, new Noisy(tf, from, operations));
    for (const each of [eager, model]) {
      each.trainBatches([batch(0), batch(1)], 0);
      each.evaluateBatch(batch(2));
    }
    expect(model.execution).toMatchObject({
      kind: 'eager',
      reason: expect.stringContaining('a number that Add takes depends on the batch or on the step'),
    });
    expect(model.stepsPerCall).toBe(1);
    expect(farthest(eager, model)).toBeLessThan(1e-6);
    expect(model.readScores().loss).toBeCloseTo(eager.readScores().loss, 6);
    eager.dispose();
    model.dispose();
  });

  it('leaves no tensor, handle or session behind', () => {
    const native = backend.binding as typeof backend.binding & {
      getNumOfTensors(): number;
      getNumOfSavedModels(): number;
    };
    const count = () => [tf.memory().numTensors, native.getNumOfTensors(), native.getNumOfSavedModels()];
    const before = count();
    const model = recorded(convolutional({ name: 'adam' }));
    model.trainBatch(batch(0), 0);
    model.evaluateBatch(batch(0));
    model.readScores();
    model.getWeights();
    const [tensors] = count();
    for (let step = 1; step < 5; step++) model.trainBatch(batch(step), step);
    model.readScores();
    expect(count()[0]).toBe(tensors);
    model.dispose();
    expect(count()).toEqual(before);
  });
});
