import { expect, it } from 'vitest';
import type { Tensor } from '../../../../shared/layers/tfjs-contract.ts';
import { describeNative, operationNames, resultsOf } from '../native-testing.ts';
import { record, tidied } from '../recorder.ts';
import type { Trace } from '../trace.ts';
import { simplified } from './simplify.ts';

describeNative('simplified steps', (tf, backend) => {
  const x = Float32Array.from({ length: 6 }, (_, i) => i - 2);

  /** (x reshaped twice, cast to what it is) times its transpose. */
  function trace(): Trace {
    return tidied(tf, () => {
      const input = tf.tensor(x, [6]);
      return record(backend, { inputs: new Map([['x', input as Tensor]]), state: new Map() }, () => {
        const table = tf.cast(tf.reshape(tf.reshape(input, [3, 2, 1]), [2, 3]), 'float32');
        return [tf.matMul(table as never, table as never, false, true)];
      });
    });
  }

  const run = (step: Trace) => resultsOf(backend, step, { x })[0];

  it('compute the same with one reshaping and a plain product', () => {
    const whole = trace();
    const less = simplified(whole);
    expect(operationNames(whole)).toContain('BatchMatMulV2');
    expect(new Set(operationNames(less))).toEqual(new Set(['Reshape', 'MatMul']));
    // (-2 -1 0; 1 2 3) times its transpose: 4+1, -2-2, -4, 1+4+9
    expect(run(whole)).toEqual([5, -4, -4, 14]);
    expect(run(less)).toEqual([5, -4, -4, 14]);
  });
});
