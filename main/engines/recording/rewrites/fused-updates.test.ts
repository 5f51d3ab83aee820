import { expect, it } from 'vitest';
import type { Tensor } from '../../../../shared/layers/tfjs-contract.ts';
import type { StateCell } from '../../state-cell.ts';
import { GraphBuilder } from '../graph-builder.ts';
import { describeNative } from '../native-testing.ts';
import { RecordedGraph } from '../recorded-graph.ts';
import { record, tidied } from '../recorder.ts';
import { addState } from '../state-nodes.ts';
import { addStep } from '../step-nodes.ts';
import type { Trace } from '../trace.ts';

describeNative('fused updates', (tf, backend) => {
  /** A step of gradient descent, w - 0.5 g, on a weight that is halved before where asked. */
  function recorded(halves: boolean): Trace {
    return tidied(tf, () => {
      let weight: Tensor = tf.tensor1d([8, 4]);
      const cell: StateCell = {
        read: () => weight,
        write: value => {
          weight = tf.clone(value);
        },
      };
      const gradient: Tensor = tf.tensor1d([2, 2]);
      const rate: Tensor = tf.scalar(0.5);
      const inputs = new Map([
        ['gradient', gradient],
        ['rate', rate],
      ]);
      return record(backend, { inputs, state: new Map([['w', cell]]) }, notes => {
        if (halves) cell.write(tf.mul(cell.read(), 0.5));
        const numbers = new Map([['rate', rate]]);
        notes.update({ rule: 'sgd', weight: 'w', slots: [], gradient, numbers, settings: { momentum: 0 } });
        cell.write(tf.sub(cell.read(), tf.mul(gradient, rate)));
        return [];
      });
    });
  }

  function operationsOf(trace: Trace): string[] {
    const graph = new GraphBuilder();
    addStep(graph, 'step', trace, addState(graph, trace.state), { repeat: 1, fused: true });
    return graph.nodes.map(node => node.operation);
  }

  function trained(trace: Trace, fused: boolean): readonly number[] {
    const graph = new RecordedGraph(backend, trace.state, new Map([['step', { trace, repeat: 2 }]]), fused);
    graph.set(new Map([['w', { shape: [2], data: Float32Array.of(8, 4) }]]));
    const inputs = new Map([
      ['gradient', Float32Array.of(2, 2)],
      ['rate', Float32Array.of(0.5)],
    ]);
    graph.run('step', [inputs]);
    graph.run('step', [inputs, inputs]);
    const weight = Array.from(graph.get(['w']).get('w')?.data ?? []);
    graph.dispose();
    return weight;
  }

  it('change the variable where it lies, one operation for a step', () => {
    const trace = recorded(false);
    expect(operationsOf(trace)).toContain('ResourceApplyGradientDescent');
    expect(operationsOf(trace)).not.toContain('Sub');
    // Three steps of -1.
    expect(trained(trace, true)).toEqual([5, 1]);
    expect(trained(trace, false)).toEqual([5, 1]);
  });

  it('are left out where the step has changed the weight before', () => {
    const trace = recorded(true);
    expect(operationsOf(trace)).not.toContain('ResourceApplyGradientDescent');
    // (8 / 2 - 1) / 2 - 1 = 0.5, / 2 - 1 = -0.75; (4 / 2 - 1) / 2 - 1 = -0.5, / 2 - 1 = -1.25
    expect(trained(trace, true)).toEqual([-0.75, -1.25]);
  });
});
