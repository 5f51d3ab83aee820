import { describe, expect, it } from 'vitest';
import { matchWeights, type OfferedTensor } from './match-weights.ts';

const tensor = (name: string | null, shape: readonly number[], ...parts: string[][]): OfferedTensor => ({
  name,
  shape,
  parts,
});

describe('a layer’s weights in a file', () => {
  it('are found by name, whatever their order (moving statistics have one shape)', () => {
    const names = ['gamma', 'beta', 'moving_mean', 'moving_variance'];
    const wanted = names.map(name => ({ name, shape: [4] }));
    const offered = ['moving_variance', 'beta', 'gamma', 'moving_mean'].map(name => tensor(name, [4]));
    expect(matchWeights(wanted, offered)).toEqual([2, 1, 3, 0]);
  });

  it('are found by part and order where they are only numbered', () => {
    const cell = (part: string) => [
      tensor(null, [5, 20], [part], ['cell']),
      tensor(null, [5, 20], [part], ['cell']),
    ];
    const wanted = ['forward_layer', 'backward_layer'].flatMap(part =>
      ['kernel', 'recurrent_kernel'].map(name => ({ name: `${part}/${name}`, shape: [5, 20] })),
    );
    expect(matchWeights(wanted, [...cell('backward_layer'), ...cell('forward_layer')])).toEqual([2, 3, 0, 1]);
  });

  it('are found by the names that legacy files give the parts', () => {
    const wanted = [
      { name: 'forward_layer/bias', shape: [20] },
      { name: 'backward_layer/bias', shape: [20] },
    ];
    const offered = ['backward_lstm', 'forward_lstm'].map(part =>
      tensor('bias', [20], [part], ['lstm_cell_3']),
    );
    expect(matchWeights(wanted, offered)).toEqual([1, 0]);
  });

  // Order of the groups as tf_keras 2.21 saves MultiHeadAttention in a .keras file.
  it('are found by the attributes of an attention that Keras 2 names its parts after', () => {
    const parts = ['query', 'key', 'value', 'attention_output'];
    const wanted = parts.map(part => ({ name: `${part}/kernel`, shape: [4, 4, 4] }));
    const groups = ['_key_dense', '_output_dense', '_query_dense', '_value_dense'];
    const offered = groups.map(group => tensor(null, [4, 4, 4], [group]));
    expect(matchWeights(wanted, offered)).toEqual([2, 0, 3, 1]);
  });

  it('an unnamed variable is taken by its shape, one of another weight’s name never', () => {
    expect(matchWeights([{ name: 'gamma', shape: [3] }], [tensor('variable_7', [3])])).toEqual([0]);
    const wanted = [
      { name: 'gamma', shape: [3] },
      { name: 'beta', shape: [3] },
    ];
    expect(matchWeights(wanted, [tensor('beta', [3])])).toEqual([null, 0]);
  });

  it('another shape is no match', () => {
    expect(matchWeights([{ name: 'kernel', shape: [3, 4] }], [tensor('kernel', [4, 3])])).toEqual([null]);
  });
});
