import { expect, it } from 'vitest';
import { buildGraph } from '../../shared/document/graph.ts';
import { emptyDocument } from '../../shared/document/schema.ts';
import { OPTIMIZER_DEFAULTS } from '../../shared/document/training-defaults.ts';
import { inferGraph } from '../../shared/inference/infer.ts';
import { defaultEngineName, loadEngine } from './load-engine.ts';

// Figures of Keras 3.15.1: SpectralNormalization(Dense(2), power_iterations=2), loss mse, one step of SGD(0.1).
it('a kernel that is normalized at each step trains as in Keras', async () => {
  const document = {
    ...emptyDocument('spectral'),
    nodes: {
      x: { type: 'InputLayer', parameters: { shape: [2] } },
      y: {
        type: 'SpectralNormalization',
        parameters: { layer: { type: 'Dense', parameters: { units: 2 } }, power_iterations: 2 },
      },
    },
    edges: [{ from: 'x', to: 'y' }],
  };
  const graph = buildGraph(document);
  const engine = await loadEngine(await defaultEngineName());
  const model = engine.build({
    graph,
    inference: inferGraph(graph),
    seed: 1,
    weights: new Map([
      ['y/layer/kernel', Float32Array.of(1, 0.5, -0.5, 2)],
      ['y/vector_u', Float32Array.of(0.6, 0.2)],
      ['y/layer/bias', Float32Array.of(0, 0)],
    ]),
    learning: {
      optimizer: { ...OPTIMIZER_DEFAULTS.sgd, learning_rate: 0.1 },
      outputs: [{ loss: 'mean_squared_error', weight: 1, metrics: [] }],
      seed: 1,
    },
  });
  const batch = {
    inputs: [{ shape: [2, 2], data: Float32Array.of(1, -2, 3, 4) }],
    targets: [{ shape: [2, 2], data: Float32Array.of(1, 0, 2, 1) }],
  };
  model.trainBatch(batch, 0);
  expect(model.readScores().loss).toBeCloseTo(6.609205, 4);
  const expected = {
    'y/layer/kernel': [0.7844916, -0.2844916, 0.010339, 0.0551693],
    'y/vector_u': [0.2580361, 0.9661352],
    'y/layer/bias': [0.0631017, -0.1237966],
  };
  const weights = model.getWeights();
  for (const [weight, values] of Object.entries(expected))
    for (const [i, value] of values.entries()) expect(weights.get(weight)?.data[i]).toBeCloseTo(value, 5);
  model.dispose();
});
