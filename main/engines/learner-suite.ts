import { beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '../../shared/document/graph.ts';
import { DOCUMENT_VERSION, type NetloomDocument } from '../../shared/document/schema.ts';
import { completeOptimizer } from '../../shared/document/training-defaults.ts';
import { inferGraph } from '../../shared/inference/infer.ts';
import type { Tf } from '../../shared/layers/tfjs-contract.ts';
import type { Batch, BuildRequest, EngineModel } from './engine.ts';
import { TfjsModel } from './tfjs-model.ts';

/** The k-th made-up tensor: 0.8 · sin(1.7 i + k). */
const values = (size: number, k: number, scale = 1) =>
  Float32Array.from({ length: size }, (_, i) => Math.fround(Math.sin(i * 1.7 + k) * 0.8) * scale);

const document: NetloomDocument = {
  format: 'netloom',
  version: DOCUMENT_VERSION,
  name: 'two-outputs',
  nodes: {
    x: { type: 'InputLayer', parameters: { shape: [3] } },
    h: {
      type: 'Dense',
      parameters: { units: 4, activation: 'tanh', kernel_regularizer: { l1: 0.01, l2: 0.02 } },
    },
    bn: { type: 'BatchNormalization' },
    frozen: { type: 'Dense', parameters: { units: 4, activation: 'relu' }, trainable: false },
    y: {
      type: 'Dense',
      parameters: {
        units: 3,
        activation: 'softmax',
        kernel_constraint: { name: 'max_norm', max_value: 0.9 },
      },
    },
    z: { type: 'Dense', parameters: { units: 1, activation: 'sigmoid' } },
  },
  edges: [
    { from: 'x', to: 'h' },
    { from: 'h', to: 'bn' },
    { from: 'bn', to: 'frozen' },
    { from: 'frozen', to: 'y' },
    { from: 'bn', to: 'z' },
  ],
  outputs: ['y', 'z'],
  positions: {},
};

const START: Readonly<Record<string, Float32Array>> = {
  'h/kernel': values(12, 1),
  'h/bias': values(4, 2),
  'bn/beta': values(4, 3),
  'frozen/kernel': values(16, 4),
  'frozen/bias': values(4, 5),
  'y/kernel': values(12, 6),
  'y/bias': values(3, 7),
  'z/kernel': values(4, 8),
  'z/bias': values(1, 9),
};

/** Makes the model to be tested. */
type Make = (tf: Tf, request: BuildRequest) => EngineModel;

function build(tf: Tf, make: Make): EngineModel {
  const graph = buildGraph(document);
  return make(tf, {
    graph,
    inference: inferGraph(graph),
    seed: 1,
    weights: { get: name => START[name] },
    learning: {
      optimizer: completeOptimizer({ name: 'sgd', learning_rate: 0.1, momentum: 0.9 }),
      outputs: [
        { loss: 'categorical_crossentropy', weight: 1, metrics: ['accuracy'] },
        { loss: 'binary_crossentropy', weight: 0.5, metrics: ['accuracy'] },
      ],
      seed: 1,
    },
  });
}

const classes = [0, 1, 2, 0, 1, 2, 0, 1];
const batch: Batch = {
  inputs: [{ shape: [8, 3], data: values(24, 0.5, 2) }],
  targets: [
    { shape: [8, 3], data: Float32Array.from(classes.flatMap(c => [0, 1, 2].map(i => (i === c ? 1 : 0)))) },
    { shape: [8, 1], data: Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1) },
  ],
};

/**
 * The same network in Keras 3.15.1 (TensorFlow backend), from the same weights, five train_on_batch with SGD(0.1, momentum 0.9),
 * loss weights 1 and 0.5, then evaluate.
 */
const KERAS = {
  steps: [
    [1.91317689, 1.2509737, 1.04343057],
    [1.83016741, 1.18066847, 1.02090037],
    [1.75176179, 1.12485814, 0.98083097],
    [1.66516614, 1.06653559, 0.93019384],
    [1.58747602, 1.01904321, 0.87612677],
  ],
  evaluated: [1.5956521, 1.02774668, 0.88212806],
  weights: {
    'h/bias': [0.7543568, -0.441961, -0.6419662, 0.4838259],
    'bn/gamma': [0.8244869, 1.1095817, 0.7633385, 0.8693783],
    'bn/moving_mean': [0.0296431, -0.0150417, -0.0247091, 0.0219424],
    'bn/moving_variance': [0.9593051, 0.9690765, 0.9608501, 0.9632936],
    'frozen/bias': [-0.7671394, 0.3238799, 0.6836791, -0.5000565],
    'y/bias': [0.6716551, 0.4929204, -0.770872],
    'y/kernel': [
      -0.1995118, 0.548808, 0.0175887, -0.3995261, 0.0350291, 0.4875671, -0.3072723, -0.5291859, 0.5633179,
      0.4346814, -0.4770164, -0.2856824,
    ],
    'z/kernel': [0.5905263, -0.2005812, -0.5497235, 0.2991563],
  },
};

function expectScores(model: EngineModel, expected: readonly number[]): void {
  const { loss, outputs } = model.readScores();
  for (const [i, value] of [loss, ...outputs.map(output => output.loss)].entries())
    expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
}

/**
 * The training step on an engine, against Keras.
 *
 * @param title names the engine
 * @param load gives its library
 * @param make makes the model; by default one that computes operation by operation
 */
export function learnerSuite(
  title: string,
  load: () => Promise<Tf>,
  make: Make = (tf, request) => new TfjsModel(tf, request),
): void {
  describe(title, () => {
    let tf: Tf;
    beforeAll(async () => {
      tf = await load();
    });

    it('equal Keras on two outputs with regularizer, constraint, batch statistics and a frozen layer', () => {
      const model = build(tf, make);
      for (const [step, expected] of KERAS.steps.entries()) {
        model.resetScores();
        model.trainBatch(batch, step);
        expectScores(model, expected);
      }
      expect(model.readScores().outputs.map(output => output.metrics.accuracy)).toEqual([0.625, 0.5]);
      model.resetScores();
      model.evaluateBatch(batch);
      expectScores(model, KERAS.evaluated);
      expect(model.readScores().accuracy).toBe(0.375);
      const weights = model.getWeights();
      for (const [name, expected] of Object.entries(KERAS.weights))
        for (const [i, value] of expected.entries()) expect(weights.get(name)?.data[i]).toBeCloseTo(value, 5);
      const [y] = model.predict(batch.inputs);
      for (const [i, value] of [0.3925025, 0.3292253, 0.2782721].entries())
        expect(y?.data[i]).toBeCloseTo(value, 5);
      model.dispose();
    });

    it('leave no tensor behind', () => {
      const before = tf.memory().numTensors;
      const model = build(tf, make);
      model.trainBatch(batch, 0);
      model.evaluateBatch(batch);
      const held = tf.memory().numTensors;
      for (let step = 1; step < 4; step++) model.trainBatch(batch, step);
      model.evaluateBatch(batch);
      expect(tf.memory().numTensors).toBe(held);
      model.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
}
