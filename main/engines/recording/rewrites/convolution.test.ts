import { expect, it } from 'vitest';
import { applyConvolution } from '../../../../shared/layers/arithmetic/convolution.tfjs.ts';
import type { ConvolutionParameters } from '../../../../shared/layers/arithmetic/convolution.ts';
import type { ForwardContext, NativeOperations, Tensor } from '../../../../shared/layers/tfjs-contract.ts';
import { describeNative } from '../native-testing.ts';
import { dilatedGroupedConvolution } from './convolution.ts';

describeNative('dilated and grouped convolutions by the library', (tf, backend) => {
  const convolve = dilatedGroupedConvolution(tf, backend);
  const common = {
    filters: 4,
    padding: 'valid',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    strides: [1, 1],
    groups: 1,
    activation: 'linear',
    use_bias: false,
    kernel_size: [3, 2],
  };
  const cases: readonly (readonly [string, object, number[], number[]])[] = [
    ['dilated', { dilation_rate: [2, 3] }, [2, 9, 10, 3], [3, 2, 3, 4]],
    ['dilated, same', { dilation_rate: [2, 2], padding: 'same' }, [2, 7, 8, 3], [3, 2, 3, 4]],
    ['grouped', { groups: 2 }, [2, 7, 8, 6], [3, 2, 3, 4]],
    [
      'grouped with strides, same',
      { groups: 2, strides: [2, 2], padding: 'same' },
      [2, 7, 8, 6],
      [3, 2, 3, 4],
    ],
    [
      'dilated, own padding',
      {
        dilation_rate: [2, 1],
        padding: [
          [1, 2],
          [0, 1],
        ],
      },
      [2, 7, 8, 3],
      [3, 2, 3, 4],
    ],
    [
      'one axis, causal',
      { kernel_size: [3], dilation_rate: [2], strides: [1], padding: 'causal' },
      [2, 9, 3],
      [3, 3, 4],
    ],
  ];

  it.each(cases)(
    '%s: values and gradients are those of the portable form',
    (_, settings, shape, kernelShape) => {
      if (!convolve) throw new Error('The library refuses gradients of dilated convolutions: is oneDNN off?');
      const values = (size: number, k: number) =>
        Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + k));
      const size = (extents: number[]) => extents.reduce((product, extent) => product * extent, 1);
      const all = (native?: NativeOperations) =>
        tf.tidy(() => {
          const apply = (x: Tensor, kernel: Tensor): Tensor => {
            const context = {
              parameters: { ...common, ...settings } as unknown as ConvolutionParameters,
              inputs: [x],
              weights: { kernel },
              training: true,
              update: () => undefined,
              ...(native && { native }),
            };
            const [y] = applyConvolution(tf, context as unknown as ForwardContext<ConvolutionParameters>);
            if (!y) throw new Error('no output');
            return y;
          };
          const given = [
            tf.tensor(values(size(shape), 0), shape),
            tf.tensor(values(size(kernelShape), 1), kernelShape),
          ];
          const y = apply(given[0] as Tensor, given[1] as Tensor);
          const factor = tf.tensor(values(y.size, 2), y.shape);
          const slopes = tf.grads((x: Tensor, kernel: Tensor) => tf.sum(tf.mul(apply(x, kernel), factor)))(
            given,
          );
          return [y, ...slopes].map(tensor => Array.from(tensor.dataSync()));
        });
      const expected = all();
      const found = all({ convolve });
      expect(found.map(list => list.length)).toEqual(expected.map(list => list.length));
      for (const [i, list] of found.entries())
        for (const [k, value] of list.entries()) expect(value).toBeCloseTo(expected[i]?.[k] ?? Number.NaN, 4);
    },
  );
});
