import type { NativeOperations, Tensor, Tf } from '../../../../shared/layers/tfjs-contract.ts';
import { ATTRIBUTE, DT, execute, type NativeBackend } from '../native-backend.ts';

type Convolve = NonNullable<NativeOperations['convolve']>;

/**
 * Convolution over two axes with dilation and groups by TensorFlow's own operations, which TensorFlow.js lacks or does not
 * differentiate (tensorflow/core/ops/nn_ops.cc, Conv2D; the groups follow from the kernel's channels). Without oneDNN the library
 * refuses their gradients on the CPU.
 *
 * @param tf the library
 * @param backend its backend
 * @returns null where the library refuses
 */
export function dilatedGroupedConvolution(tf: Tf, backend: NativeBackend): Convolve | null {
  const convolve: Convolve = (x, kernel, strides, dilations, padding) => {
    const attributes = [
      { name: 'T', type: ATTRIBUTE.type, value: DT.float },
      { name: 'strides', type: ATTRIBUTE.int, value: [1, ...strides, 1] },
      { name: 'dilations', type: ATTRIBUTE.int, value: [1, ...dilations, 1] },
      { name: 'padding', type: ATTRIBUTE.string, value: padding.toUpperCase() },
      { name: 'data_format', type: ATTRIBUTE.string, value: 'NHWC' },
    ];
    const one = (operation: string, inputs: readonly Tensor[]) => {
      const [result] = execute(backend, operation, attributes, inputs);
      if (!result) throw new Error(`TensorFlow gave no result of ${operation}.`);
      return result;
    };
    const extents = ({ shape }: Tensor) => tf.tensor1d(shape, 'int32');
    const run = tf.customGrad((...given) => {
      const [image, weights] = given as Tensor[];
      const save = given.at(-1) as unknown as (tensors: Tensor[]) => void;
      if (!image || !weights) throw new Error('A convolution was called without its tensors.');
      save([image, weights]);
      return {
        value: one('Conv2D', [image, weights]),
        gradFunc: (dy: Tensor, [before = image, filter = weights]: Tensor[]) => [
          one('Conv2DBackpropInput', [extents(before), filter, dy]),
          one('Conv2DBackpropFilter', [before, extents(filter), dy]),
        ],
      };
    });
    return run(x, kernel);
  };
  return isDifferentiable(tf, convolve) ? convolve : null;
}

function isDifferentiable(tf: Tf, convolve: Convolve): boolean {
  return tf.tidy(() => {
    const slopes = tf.grads((x: Tensor, kernel: Tensor) =>
      tf.sum(convolve(x, kernel, [1, 1], [2, 2], 'valid')),
    );
    try {
      for (const slope of slopes([tf.ones([1, 5, 5, 4]), tf.ones([2, 2, 2, 4])])) slope.dataSync();
      return true;
    } catch {
      return false;
    }
  });
}
