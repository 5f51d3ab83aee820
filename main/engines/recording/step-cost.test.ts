import type { Tensor4D } from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { Tensor } from '../../../shared/layers/tfjs-contract.ts';
import { describeNative } from './native-testing.ts';
import { record, tidied } from './recorder.ts';
import { estimatedMilliseconds } from './step-cost.ts';

describeNative('the estimated time of a recorded step', (tf, backend) => {
  const estimated = (step: () => Tensor) =>
    tidied(tf, () =>
      estimatedMilliseconds(record(backend, { inputs: new Map(), state: new Map() }, () => [step()])),
    );

  // Each time is 0.003 ms for a start, a millisecond for 8 million numbers, one for 50 million multiply-adds.
  it('counts the sums of a product, and of each product in a stack', () => {
    // 200 x 300 by 300 x 500: 30 million multiply-adds; 60,000 + 150,000 + 100,000 numbers.
    expect(estimated(() => tf.matMul(tf.ones([200, 300]), tf.ones([300, 500])))).toBeCloseTo(
      0.003 + 0.31 / 8 + 30 / 50,
      1,
    );
    const one = estimated(() => tf.matMul(tf.ones([1, 200, 300]), tf.ones([1, 300, 500])));
    const ten = estimated(() => tf.matMul(tf.ones([10, 200, 300]), tf.ones([10, 300, 500])));
    expect(ten / one).toBeCloseTo(10, 0);
  });

  it('counts a filter of nine places as nine of one', () => {
    // 64 x 32 x 32 outputs, 16 channels in, 32 out: 33.6 million multiply-adds for a place of the filter.
    const by = (size: number) =>
      estimated(() =>
        tf.conv2d<Tensor4D>(tf.ones([64, 32, 32, 16]), tf.ones([size, size, 16, 32]), 1, 'same'),
      );
    expect(by(3) - by(1)).toBeCloseTo((8 * 33.554) / 50, 1);
  });

  it('counts the gradients of a convolution as much as the convolution', () => {
    const image = tf.ones([64, 32, 32, 16]) as Tensor4D;
    const filter = tf.ones([3, 3, 16, 32]) as Tensor4D;
    const forward = estimated(() => tf.conv2d(image, filter, 1, 'same'));
    const both = estimated(() => {
      const [dImage, dFilter] = tf.grads((x: Tensor, w: Tensor) =>
        tf.conv2d(x as Tensor4D, w as Tensor4D, 1, 'same'),
      )([image, filter]);
      return tf.add(tf.sum(dImage as Tensor), tf.sum(dFilter as Tensor));
    });
    expect(both / forward).toBeGreaterThan(2.5);
    expect(both / forward).toBeLessThan(3.5);
  });

  it('is the same each time', () => {
    const step = () => tf.mean(tf.mul(tf.ones([100]), 2));
    expect(estimated(step)).toBe(estimated(step));
  });
});
