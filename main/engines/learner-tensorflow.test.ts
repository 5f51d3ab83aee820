import { describe, it } from 'vitest';
import { loadTensorFlow } from '../setup/load-tensorflow.ts';
import { learnerSuite } from './learner-suite.ts';
import { tfjsEngine } from './tfjs-engine.ts';

const missing = await loadTensorFlow().then(
  () => null,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);

// tfjs-node has the same calls as tfjs and more; its type names the package's own copy.
if (missing === null) {
  const load = async () => (await loadTensorFlow()) as never;
  learnerSuite('training steps on native TensorFlow', load);
  learnerSuite('recorded training steps', load, (tf, request) =>
    tfjsEngine(tf, 'tensorflow', '').build(request),
  );
} else
  describe('training steps on native TensorFlow', () => {
    it.skip(`were not run: ${missing}`, () => undefined);
  });
