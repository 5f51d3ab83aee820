import { describe, it } from 'vitest';
import { testAdapter } from '../engines/webgpu/test-adapter.test-support.ts';
import { battery } from './battery-suite.ts';

/** So many cases of each type; the whole battery runs on native TensorFlow. */
const CASES_PER_TYPE = 2;

const adapter = await testAdapter();
if (adapter.missing === null)
  battery('battery on the webgpu engine', adapter.load, cases =>
    cases.filter((_, i) => i % Math.ceil(cases.length / CASES_PER_TYPE) === 0),
  );
else
  describe('battery on the webgpu engine', () => {
    it.skip(`was not run: ${adapter.missing}`, () => undefined);
  });
