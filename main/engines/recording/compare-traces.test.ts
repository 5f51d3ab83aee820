import { expect, it } from 'vitest';
import type { Tensor } from '../../../shared/layers/tfjs-contract.ts';
import { differenceOf } from './compare-traces.ts';
import { describeNative } from './native-testing.ts';
import { record, tidied } from './recorder.ts';

describeNative('the guard over recordings', (tf, backend) => {
  const recorded = (values: number[], step: (x: Tensor) => Tensor) =>
    tidied(tf, () => {
      const x: Tensor = tf.tensor1d(values);
      return record(backend, { inputs: new Map([['x', x]]), state: new Map() }, () => [step(x)]);
    });
  const compared = (step: (x: Tensor) => Tensor) =>
    differenceOf(recorded([1, 2], step), recorded([3, 5], step));

  it('accepts what TensorFlow computes', () => {
    expect(compared(x => tf.mul(tf.add(x, 1), tf.sum(x)))).toBeNull();
  });

  it('sees numbers that JavaScript took from the batch', () => {
    expect(compared(x => tf.mul(x, x.dataSync()[0] ?? 0))).toContain(
      'a number that Mul takes depends on the batch',
    );
  });

  it('sees random numbers made in JavaScript', () => {
    expect(compared(x => tf.add(x, tf.tensor1d([Math.random(), Math.random()])))).toContain(
      'a number that Add takes',
    );
  });

  it('sees branches on the batch', () => {
    const step = (x: Tensor) => ((x.dataSync()[0] ?? 0) > 2 ? tf.sin(x) : tf.cos(x));
    expect(compared(step)).toContain('operation 0 (Cos)');
    expect(compared(x => ((x.dataSync()[0] ?? 0) > 2 ? tf.sin(tf.sin(x)) : tf.sin(x)))).toContain(
      'the number of its operations',
    );
  });

  it('passes over numbers that no operation takes', () => {
    expect(
      compared(x => {
        tf.tensor1d([x.dataSync()[0] ?? 0]).dispose();
        return tf.sin(x);
      }),
    ).toBeNull();
  });
});
