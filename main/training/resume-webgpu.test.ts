import { beforeAll } from 'vitest';
import type { TrainingSettings } from '../../shared/document/schema.ts';
import type { Engine } from '../engines/engine.ts';
import { describeWebGpu } from '../engines/webgpu/webgpu-testing.ts';
import { describeResume } from './resume-suite.ts';

/** One pair of runs with all that is kept from step to step: on an adapter in software each takes half a minute. */
const SETTINGS: TrainingSettings = {
  optimizer: {
    name: 'adam',
    learning_rate: 0.05,
    amsgrad: true,
    clipnorm: 0.5,
    gradient_accumulation_steps: 3,
    use_ema: true,
  },
  layerRates: { 'hid*': 0.5 },
  schedule: { name: 'cosine_decay', decay_steps: 6, unit: 'epochs', warmup_steps: 1 },
  reduceOnPlateau: { patience: 1, factor: 0.5, monitor: 'loss' },
};

describeWebGpu('eager steps', load => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  }, 60_000);
  describeResume('webgpu', () => engine, [SETTINGS]);
});
