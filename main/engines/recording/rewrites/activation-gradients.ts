import type { Tensor, Tf } from '../../../../shared/layers/tfjs-contract.ts';
import { ATTRIBUTE, DT, execute, type NativeBackend } from '../native-backend.ts';

/**
 * Activations whose gradient TensorFlow computes in one operation from the activation's own output, in the order that the operation
 * wants its inputs. TensorFlow.js spells each of them out; ReLU's takes six operations and keeps the activation's input alive, which
 * hinders TensorFlow from fusing it with the convolution before. At exactly 6 the slope of ReLU6 is 0, as in Keras; TensorFlow.js
 * has 1 there. Source: tensorflow/core/ops/nn_ops.cc, math_ops.cc.
 */
const GRADIENTS: readonly {
  readonly kernel: string;
  readonly operation: string;
  inputs(dy: Tensor, y: Tensor): readonly Tensor[];
}[] = [
  { kernel: 'Relu', operation: 'ReluGrad', inputs: (dy, y) => [dy, y] },
  { kernel: 'Relu6', operation: 'Relu6Grad', inputs: (dy, y) => [dy, y] },
  { kernel: 'Sigmoid', operation: 'SigmoidGrad', inputs: (dy, y) => [y, dy] },
  { kernel: 'Tanh', operation: 'TanhGrad', inputs: (dy, y) => [y, dy] },
];

/**
 * Lets the library differentiate activations by TensorFlow's own operations, for the whole process.
 *
 * @param tf the library
 * @param backend its backend
 * @returns takes that back, for tests that compare
 */
export function installActivationGradients(tf: Tf, backend: NativeBackend): () => void {
  const restore: (() => void)[] = [];
  for (const { kernel, operation, inputs } of GRADIENTS) {
    const before = tf.getGradient(kernel);
    tf.unregisterGradient(kernel);
    tf.registerGradient({
      kernelName: kernel,
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({
        x: () => {
          const [gradient] =
            y && !Array.isArray(dy)
              ? execute(
                  backend,
                  operation,
                  [{ name: 'T', type: ATTRIBUTE.type, value: DT.float }],
                  inputs(dy, y),
                )
              : [];
          if (!gradient) throw new Error(`TensorFlow gave no gradient of ${kernel}.`);
          return gradient;
        },
      }),
    });
    restore.push(() => {
      tf.unregisterGradient(kernel);
      tf.registerGradient(before);
    });
  }
  return () => {
    for (const step of restore) step();
  };
}
