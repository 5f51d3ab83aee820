import { describe, it } from 'vitest';
import { loadTensorFlow } from '../setup/load-tensorflow.ts';
import { learnerSuite } from './learner-suite.ts';

const missing = await loadTensorFlow().then(
  () => null,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);

// tfjs-node has the same calls as tfjs and more; its type names the package's own copy.
if (missing === null)
  learnerSuite('training steps on native TensorFlow', async () => (await loadTensorFlow()) as never);
else
  describe('training steps on native TensorFlow', () => {
    it.skip(`were not run: ${missing}`, () => undefined);
  });
