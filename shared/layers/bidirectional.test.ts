import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './bidirectional.tfjs.ts';
import bidirectional from './bidirectional.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

const lstm = (units: number) => ({ type: 'LSTM', parameters: { units } });

describe('Bidirectional', () => {
  it('counts 2 × 23,808 = 47,616 for an LSTM of 64 units over 28 × 28 (Keras: 47,616)', () => {
    const result = layerResult(bidirectional, { layer: lstm(64) }, [['N', 28, 28]]);
    expect(result.shapes).toEqual([['N', 128]]);
    expect(result.parameterCount).toBe(47_616);
    expect(result.weights.map(({ name }) => name)).toEqual([
      'forward_layer/kernel',
      'forward_layer/recurrent_kernel',
      'forward_layer/bias',
      'backward_layer/kernel',
      'backward_layer/recurrent_kernel',
      'backward_layer/bias',
    ]);
    expect(result.multiplyAdds).toBe(2 * 28 * (28 + 64) * 4 * 64);
    expect(result.keyLine).toBe('LSTM · 64');
  });

  it('keeps the units unless the outputs stand side by side, and gives both without a merge', () => {
    const layer = { type: 'GRU', parameters: { units: 6, return_sequences: true } };
    const shapes = (merge_mode: string | null) =>
      layerResult(bidirectional, { layer, merge_mode }, [['N', 'T', 5]]).shapes;
    expect(shapes('concat')).toEqual([['N', 'T', 12]]);
    expect(shapes('sum')).toEqual([['N', 'T', 6]]);
    expect(shapes(null)).toEqual([
      ['N', 'T', 6],
      ['N', 'T', 6],
    ]);
  });

  it('refuses two layers of one direction, of different outputs, and what is no recurrent layer', () => {
    const error = (raw: Parameters<typeof layerResult>[1]) =>
      layerResult(bidirectional, raw, [['N', 7, 5]]).error?.code;
    expect(error({ layer: lstm(4), backward_layer: lstm(4) })).toBe('parameter.conflict');
    const backward_layer = { type: 'LSTM', parameters: { units: 3, go_backwards: true } };
    expect(error({ layer: lstm(4), backward_layer, merge_mode: 'sum' })).toBe('shape.mismatch');
    expect(error({ layer: lstm(4), backward_layer })).toBeUndefined();
    expect(() => layerResult(bidirectional, { layer: 'Dense' }, [['N', 7, 5]])).toThrow(
      'must be a layer that fits here',
    );
  });

  it('turns the outputs of the second layer round, so that both speak of the same step', () => {
    // A linear SimpleRNN without recurrence but with h = x · k + h · 1: running sums.
    // Forward over 1, 2, 3: 1, 3, 6. Backward from the end with kernel 10: 30, 50, 60, turned round 60, 50, 30.
    const matrix = (value: number) => ({ shape: [1, 1], values: [value] });
    const { outputs } = runForward(
      tf,
      bidirectional,
      forward,
      {
        layer: {
          type: 'SimpleRNN',
          parameters: { units: 1, activation: 'linear', use_bias: false, return_sequences: true },
        },
        merge_mode: null,
      },
      [{ shape: [1, 3, 1], values: [1, 2, 3] }],
      {
        weights: {
          'forward_layer/kernel': matrix(1),
          'forward_layer/recurrent_kernel': matrix(1),
          'backward_layer/kernel': matrix(10),
          'backward_layer/recurrent_kernel': matrix(1),
        },
      },
    );
    expect(outputs.map(({ values }) => values)).toEqual([
      [1, 3, 6],
      [60, 50, 30],
    ]);
  });
});
