import { expect, it } from 'vitest';
import { buildGraph } from '../../shared/document/graph.ts';
import { emptyDocument } from '../../shared/document/schema.ts';
import { OPTIMIZER_DEFAULTS } from '../../shared/document/training-defaults.ts';
import { inferGraph } from '../../shared/inference/infer.ts';
import { loadEngine } from './load-engine.ts';

// Figures of Keras 3.15.1: Dense(2), ActivityRegularization(l1=0.1, l2=0.01), Dense(1), loss mse, one step of SGD(0.1).
it('adds what flows through a layer with an output penalty to the loss, per sample, as Keras does', async () => {
  const document = {
    ...emptyDocument('penalty'),
    nodes: {
      x: { type: 'InputLayer', parameters: { shape: [2] } },
      d: { type: 'Dense', parameters: { units: 2, use_bias: false } },
      penalized: { type: 'ActivityRegularization', parameters: { l1: 0.1, l2: 0.01 } },
      y: { type: 'Dense', parameters: { units: 1, use_bias: false } },
    },
    edges: [
      { from: 'x', to: 'd' },
      { from: 'd', to: 'penalized' },
      { from: 'penalized', to: 'y' },
    ],
  };
  const graph = buildGraph(document);
  const engine = await loadEngine('javascript');
  const model = engine.build({
    graph,
    inference: inferGraph(graph),
    seed: 1,
    weights: new Map([
      ['d/kernel', Float32Array.of(1, 0.5, -0.5, 2)],
      ['y/kernel', Float32Array.of(0.3, -0.2)],
    ]),
    learning: {
      optimizer: { ...OPTIMIZER_DEFAULTS.sgd, learning_rate: 0.1 },
      outputs: [{ loss: 'mean_squared_error', weight: 1, metrics: [] }],
      seed: 1,
    },
  });
  const batch = {
    inputs: [{ shape: [3, 2], data: Float32Array.of(1, -2, 3, 4, 0.5, 1) }],
    targets: [{ shape: [3, 1], data: Float32Array.of(1, 2, 0) }],
  };
  model.evaluateBatch(batch);
  expect(model.readScores().loss).toBeCloseTo(5.40104, 4);
  model.resetScores();
  model.trainBatch(batch, 0);
  const weights = model.getWeights();
  const expected = { 'd/kernel': [1.1978333, 0.33125, -0.1976667, 1.7391666], 'y/kernel': [0.5, 2.2175] };
  for (const [name, values] of Object.entries(expected))
    for (const [i, value] of values.entries()) expect(weights.get(name)?.data[i]).toBeCloseTo(value, 5);
  model.dispose();
});
