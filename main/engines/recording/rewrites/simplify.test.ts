import { expect, it } from 'vitest';
import type { Tensor } from '../../../../shared/layers/tfjs-contract.ts';
import { GraphBuilder } from '../graph-builder.ts';
import { describeNative } from '../native-testing.ts';
import { Program } from '../program.ts';
import { record, tidied } from '../recorder.ts';
import { addStep } from '../step-nodes.ts';
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

  function run(step: Trace): number[] {
    const graph = new GraphBuilder();
    const { feeds, results } = addStep(graph, 'step', step, new Map(), { repeat: 1, fused: false });
    const program = new Program(backend, graph.nodes);
    try {
      const node = feeds[0]?.get('x') ?? '';
      return program.run([{ node, dtype: 1, shape: [6], values: x }], results, ([fetched], read) =>
        fetched ? Array.from(read(fetched)) : [],
      );
    } finally {
      program.dispose();
    }
  }

  it('compute the same with one reshaping and a plain product', () => {
    const whole = trace();
    const less = simplified(whole);
    const names = ({ operations }: Trace) => new Set(operations.map(({ name }) => name));
    expect(names(whole)).toContain('BatchMatMulV2');
    expect(names(less)).toEqual(new Set(['Reshape', 'MatMul']));
    // (-2 -1 0; 1 2 3) times its transpose: 4+1, -2-2, -4, 1+4+9
    expect(run(whole)).toEqual([5, -4, -4, 14]);
    expect(run(less)).toEqual([5, -4, -4, 14]);
  });
});
