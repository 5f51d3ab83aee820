import { expect, it } from 'vitest';
import { inferDocument } from '../inference/infer.ts';
import { DOCUMENT_VERSION, type NetloomDocument } from './schema.ts';
import { completeTraining } from './training-defaults.ts';

function complete(activation: string, training: NetloomDocument['training']) {
  const document: NetloomDocument = {
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: 'test',
    nodes: {
      x: { type: 'InputLayer', parameters: { shape: [4] } },
      y: { type: 'Dense', parameters: { units: 2, activation } },
    },
    edges: [{ from: 'x', to: 'y' }],
    positions: {},
    ...(training && { training }),
  };
  const inference = inferDocument(document);
  const outputs = inference.graph.outputs.flatMap(name => inference.nodes.get(name) ?? []);
  return completeTraining(document, outputs);
}

it("fills in Keras 3's defaults of the optimizer (keras/src/optimizers)", () => {
  expect(complete('softmax', undefined).optimizer).toMatchObject({
    name: 'adam',
    learning_rate: 0.001,
    beta_1: 0.9,
    beta_2: 0.999,
    epsilon: 1e-7,
  });
  const of = (name: 'sgd' | 'adadelta' | 'adamw' | 'adagrad') =>
    complete('softmax', { optimizer: { name } }).optimizer;
  expect(of('sgd')).toMatchObject({ learning_rate: 0.01, momentum: 0, nesterov: false, weight_decay: 0 });
  expect(of('adadelta').rho).toBe(0.95);
  expect(of('adamw').weight_decay).toBe(0.004);
  expect(of('adagrad').initial_accumulator_value).toBe(0.1);
});

it('chooses the loss by the last activation, and keeps what the document says', () => {
  expect(complete('softmax', undefined).outputs).toEqual({
    y: { loss: 'categorical_crossentropy', weight: 1, metrics: ['accuracy'] },
  });
  expect(complete('sigmoid', undefined).outputs.y?.loss).toBe('binary_crossentropy');
  expect(complete('linear', undefined).outputs.y).toMatchObject({
    loss: 'mean_squared_error',
    metrics: ['mean_absolute_error'],
  });
  const told = complete('softmax', { outputs: { y: { loss: 'huber', weight: 2 } }, epochs: 3, seed: 9 });
  expect(told.outputs.y).toEqual({ loss: 'huber', weight: 2, metrics: ['accuracy'] });
  expect(told).toMatchObject({ epochs: 3, seed: 9, batchSize: 64, split: [0.8, 0.1, 0.1], dataset: null });
});
