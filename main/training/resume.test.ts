import { beforeAll } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { describeResume } from './resume-suite.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('javascript');
});

describeResume('javascript', () => engine);
