import { expect, it } from 'vitest';
import type { Tensor, Tf } from '../../../../shared/layers/tfjs-contract.ts';
import { describeNative, operationNames, resultsOf } from '../native-testing.ts';
import { record, tidied } from '../recorder.ts';
import type { Trace } from '../trace.ts';
import { installActivationGradients } from './activation-gradients.ts';
import { simplified } from './simplify.ts';

describeNative('operations number by number behind a reshaping', (tf, backend) => {
  installActivationGradients(tf, backend);
  const x = Float32Array.of(-3, 1, 2, -5);
  const bias = Float32Array.of(1, 2);

  /** A step on x as (1, 2, 2) and a bias of two. */
  function recorded(step: (table: Tensor, bias: Tensor) => Tensor) {
    return tidied(tf, () => {
      const table: Tensor = tf.tensor(x, [1, 2, 2]);
      const two: Tensor = tf.tensor1d(bias);
      const inputs = new Map([
        ['x', table],
        ['bias', two],
      ]);
      return record(backend, { inputs, state: new Map() }, () => [step(table, two)]);
    });
  }

  it('are done before it: a bias, an activation and its gradient', () => {
    const slope = (f: (given: Tensor) => Tensor) => (given: Tensor) => (tf as Tf).grad(f)(given);
    const whole = recorded((table, two) =>
      slope(given => tf.mul(tf.relu(tf.add(tf.reshape(given, [2, 2]), two)), 2))(table),
    );
    const less = simplified(whole);
    const firstInputs = ({ operations }: Trace) =>
      ['Add', 'Relu', 'ReluGrad'].map(name => {
        const input = operations.find(operation => operation.name === name)?.inputs[0];
        return input?.kind === 'operation' ? operations[input.index]?.name : input?.kind;
      });
    expect(firstInputs(whole)).toEqual(['Reshape', 'Add', 'Mul']);
    // The gradient behind the activation is no reshaping and stays.
    expect(firstInputs(less)).toEqual(['input', 'Add', 'Mul']);
    // x + bias is (-2 3; 3 -3): only what is positive lets the gradient 2 through.
    expect(resultsOf(backend, whole, { x, bias })).toEqual([[0, 2, 2, 0]]);
    expect(resultsOf(backend, less, { x, bias })).toEqual([[0, 2, 2, 0]]);
  });

  it('stay where the last axis is another', () => {
    const whole = recorded((table, two) => tf.add(tf.reshape(table, [4, 1]), two));
    const less = simplified(whole);
    expect(operationNames(less)).toEqual(['Reshape', 'Add']);
    expect(resultsOf(backend, less, { x, bias })).toEqual([[-2, -1, 2, 3, 3, 4, -4, -3]]);
  });
});
