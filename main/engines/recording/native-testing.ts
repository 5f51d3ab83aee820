import { describe, it } from 'vitest';
import type { Tf } from '../../../shared/layers/tfjs-contract.ts';
import { loadTensorFlow } from '../../setup/load-tensorflow.ts';
import { type NativeBackend, nativeBackend } from './native-backend.ts';

/**
 * A suite on native TensorFlow; where that cannot be had, it says why it was not run.
 *
 * @param title its name
 * @param suite gets the library and its backend
 */
export function describeNative(title: string, suite: (tf: Tf, backend: NativeBackend) => void): void {
  describe(title, async () => {
    const loaded = await loadTensorFlow().then(
      // tfjs-node has the same calls as tfjs and more; its type names the package's own copy.
      tensorflow => tensorflow as never as Tf,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const backend = typeof loaded === 'string' ? null : nativeBackend(loaded);
    if (typeof loaded === 'string' || !backend) it.skip(`was not run: ${String(loaded)}`, () => undefined);
    else suite(loaded, backend);
  });
}
