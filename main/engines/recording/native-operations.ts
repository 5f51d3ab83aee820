import type { NativeOperations, Tf } from '../../../shared/layers/tfjs-contract.ts';
import type { NativeBackend } from './native-backend.ts';
import { installActivationGradients } from './rewrites/activation-gradients.ts';
import { fusedBatchNormalization } from './rewrites/batch-normalization.ts';
import { dilatedGroupedConvolution } from './rewrites/convolution.ts';

let made: NativeOperations | null = null;

/**
 * What native TensorFlow has beyond TensorFlow.js, for layers to use; its gradients of activations are put into the library. A process
 * has one library, so this is done once.
 *
 * @param tf the library
 * @param backend its backend
 */
export function nativeOperations(tf: Tf, backend: NativeBackend): NativeOperations {
  if (made) return made;
  installActivationGradients(tf, backend);
  const convolve = dilatedGroupedConvolution(tf, backend);
  made = { normalizeBatch: fusedBatchNormalization(tf, backend), ...(convolve && { convolve }) };
  return made;
}
