import { expect, it } from 'vitest';
import type { Tensor } from '../../../../shared/layers/tfjs-contract.ts';
import { describeNative, operationNames, resultsOf } from '../native-testing.ts';
import { record, tidied } from '../recorder.ts';
import { simplified } from './simplify.ts';

describeNative('sums over all axes but the last', (tf, backend) => {
  // Two samples of two positions with three channels.
  const x = Float32Array.from({ length: 12 }, (_, i) => i);

  function recorded(axes: number[], keepDims = false) {
    return tidied(tf, () => {
      const input: Tensor = tf.tensor(x, [2, 2, 3]);
      return record(backend, { inputs: new Map([['x', input]]), state: new Map() }, () => [
        tf.sum(input, axes, keepDims),
      ]);
    });
  }

  it("are TensorFlow's gradient of a bias", () => {
    const whole = recorded([0, 1]);
    const less = simplified(whole);
    expect(operationNames(whole)).toEqual(['Sum']);
    expect(operationNames(less)).toEqual(['Reshape', 'BiasAddGrad']);
    // 0 + 3 + 6 + 9, and one more for each channel and row.
    expect(resultsOf(backend, whole, { x })).toEqual([[18, 22, 26]]);
    expect(resultsOf(backend, less, { x })).toEqual([[18, 22, 26]]);
  });

  it('stay where another axis is left, or axes are kept', () => {
    for (const whole of [recorded([0]), recorded([1, 2]), recorded([0, 1], true)])
      expect(operationNames(simplified(whole))).not.toContain('BiasAddGrad');
  });
});
