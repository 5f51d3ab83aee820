import { describe, it } from 'vitest';
import { loadTensorFlow } from '../setup/load-tensorflow.ts';
import { maskingSuite } from './masking-suite.ts';
import { tfjsEngine } from './tfjs-engine.ts';

const missing = await loadTensorFlow().then(
  () => null,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);

// tfjs-node has the same calls as tfjs and more; its type names the package's own copy.
if (missing === null)
  maskingSuite('masks on native TensorFlow', async () =>
    tfjsEngine((await loadTensorFlow()) as never, 'tensorflow', ''),
  );
else
  describe('masks on native TensorFlow', () => {
    it.skip(`were not run: ${missing}`, () => undefined);
  });
