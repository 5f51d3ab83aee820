import { expect, it } from 'vitest';
import { LOSSES, METRICS } from '../../../shared/document/learning-settings.ts';
import {
  DOCUMENT_VERSION,
  type NetloomDocument,
  type OptimizerSettings,
} from '../../../shared/document/schema.ts';
import { type CompleteOutput, completeOptimizer } from '../../../shared/document/training-defaults.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import type { Batch, BuildRequest } from '../engine.ts';
import { isSparse } from '../losses.ts';
import { TfjsModel } from '../tfjs-model.ts';
import { describeNative } from './native-testing.ts';
import { RecordedModel } from './recorded-model.ts';

const CLASSES = 6;
const STEPS = 7;

const document: NetloomDocument = {
  format: 'netloom',
  version: DOCUMENT_VERSION,
  name: 'small',
  nodes: {
    x: { type: 'InputLayer', parameters: { shape: [5] } },
    h: { type: 'Dense', parameters: { units: 7, activation: 'tanh' } },
    y: { type: 'Dense', parameters: { units: CLASSES, activation: 'softmax' } },
  },
  edges: [
    { from: 'x', to: 'h' },
    { from: 'h', to: 'y' },
  ],
  positions: {},
};

function requestOf(optimizer: OptimizerSettings, output: Partial<CompleteOutput>): BuildRequest {
  const inference = inferDocument(document);
  return {
    graph: inference.graph,
    inference,
    seed: 3,
    learning: {
      optimizer: completeOptimizer(optimizer),
      outputs: [{ loss: 'categorical_crossentropy', weight: 1, metrics: [], ...output }],
      seed: 3,
      layerRates: { h: 0.5 },
    },
  };
}

/** Made-up samples; the last batch is short. */
function batchOf(step: number, isSparseTarget: boolean): Batch {
  const samples = step === STEPS - 1 ? 3 : 8;
  const data = Float32Array.from({ length: samples * 5 }, (_, i) => Math.sin(i * 1.7 + step));
  const classes = Int32Array.from({ length: samples }, (_, i) => (i * i + step) % CLASSES);
  const rows = new Float32Array(samples * CLASSES);
  for (const [i, label] of classes.entries()) rows[i * CLASSES + label] = 1;
  const target = isSparseTarget
    ? { shape: [samples], data: classes }
    : { shape: [samples, CLASSES], data: rows };
  return { inputs: [{ shape: [samples, 5], data }], targets: [target] };
}

const OPTIMIZERS: readonly OptimizerSettings[] = [
  { name: 'adam', amsgrad: true },
  { name: 'rmsprop', centered: true, momentum: 0.5 },
  { name: 'adam', clipnorm: 0.1 },
  { name: 'sgd', global_clipnorm: 0.1, learning_rate: 0.1 },
  { name: 'adagrad', clipvalue: 0.01 },
  { name: 'adamax', gradient_accumulation_steps: 3 },
  { name: 'nadam', use_ema: true, ema_momentum: 0.8 },
  { name: 'adadelta', use_ema: true, ema_overwrite_frequency: 2 },
  { name: 'lion', weight_decay: 0.1 },
  { name: 'ftrl', beta: 0.1, l1_regularization_strength: 0.01 },
  { name: 'lamb', gradient_accumulation_steps: 2, clipnorm: 1 },
];

describeNative('a recorded step learns as the eager one does', (tf, backend) => {
  function compare(optimizer: OptimizerSettings, output: Partial<CompleteOutput>): void {
    const request = requestOf(optimizer, output);
    const eager = new TfjsModel(tf, request);
    const recorded = new RecordedModel(tf, backend, new TfjsModel(tf, request), { steps: 3 });
    try {
      const batches = Array.from({ length: STEPS }, (_, step) =>
        batchOf(step, output.loss !== undefined && isSparse(output.loss)),
      );
      const rateAt = (step: number) => 0.01 / (1 + step);
      for (const model of [eager, recorded]) {
        model.setRates(rateAt);
        model.trainBatches(batches.slice(0, 3), 0);
        model.trainBatches(batches.slice(3, 6), 3);
        model.trainBatch(batches[6] ?? batchOf(6, false), 6);
      }
      expect(recorded.execution).toEqual({ kind: 'recorded' });
      const [ours, theirs] = [recorded.readScores(), eager.readScores()];
      expect(ours.loss).toBeCloseTo(theirs.loss, 4);
      for (const [name, value] of Object.entries(theirs.outputs[0]?.metrics ?? {}))
        expect(ours.outputs[0]?.metrics[name], name).toBeCloseTo(value, 3);
      const weights = recorded.getWeights();
      for (const [name, { data }] of eager.getWeights()) {
        // Relative to the largest weight: percentages of a target of 0 make huge ones.
        const scale = Math.max(1, ...Array.from(data, Math.abs));
        for (const [i, value] of data.entries())
          expect(Math.abs((weights.get(name)?.data[i] ?? Number.NaN) - value) / scale, name).toBeLessThan(
            2e-4,
          );
      }
    } finally {
      eager.dispose();
      recorded.dispose();
    }
  }

  it.each(OPTIMIZERS.map(optimizer => [optimizer] as const))('with %j', optimizer => compare(optimizer, {}));
  it.each(LOSSES)('with the loss %s', loss => compare({ name: 'sgd' }, { loss }));
  it.each(METRICS)('with the metric %s', metric => compare({ name: 'sgd' }, { metrics: [metric] }));
});
