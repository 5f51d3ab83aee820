import { beforeAll } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { describeWebGpu } from '../engines/webgpu/webgpu-testing.ts';
import { describeResume } from './resume-suite.ts';

describeWebGpu('runs on a GPU', load => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  }, 300_000);
  describeResume('webgpu', () => engine);
});
