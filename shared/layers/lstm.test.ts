import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { initializeWeight } from './arithmetic/initialize.ts';
import { forwardGradient, ramp, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './lstm.tfjs.ts';
import lstm from './lstm.ts';

describe('LSTM', () => {
  it('counts (28 + 64 + 1) × 64 × 4 = 23,808 for 64 units over 28 × 28 (Keras: 23,808)', () => {
    const result = layerResult(lstm, { units: 64 }, [['N', 28, 28]]);
    expect(result.shapes).toEqual([['N', 64]]);
    expect(result.parameterCount).toBe(23_808);
    expect(result.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [28, 256]],
      ['recurrent_kernel', [64, 256]],
      ['bias', [256]],
    ]);
    expect(result.multiplyAdds).toBe(28 * (28 + 64) * 4 * 64);
    expect(result.explanations).toMatchObject([
      { formula: '(28 + 64 + 1) × 64 × 4', result: '23,808' },
      { formula: '28 × (28 + 64) × 64 × 4', result: '659.5 k' },
    ]);
    expect(result.keyLine).toBe('64');
  });

  it('gives every step with return_sequences and takes an unknown number of steps', () => {
    const result = layerResult(lstm, { units: 6, return_sequences: true, go_backwards: true }, [
      ['N', 'T', 5],
    ]);
    expect(result.shapes).toEqual([['N', 'T', 6]]);
    expect(result.multiplyAdds).toBeNull();
    expect(result.explanations).toHaveLength(1);
    expect(result.keyLine).toBe('6 · sequences · backwards');
    expect(layerResult(lstm, {}, [['N', null, 5]]).shapes).toEqual([['N', 32]]);
  });

  it('refuses what is no sequence, unknown features and functions that ONNX lacks', () => {
    expect(layerResult(lstm, {}, [['N', 5]]).error?.code).toBe('shape.rank');
    expect(layerResult(lstm, {}, [['N', 7, null]]).error?.code).toBe('shape.unknown');
    expect(() => layerResult(lstm, { activation: 'gelu' }, [['N', 7, 5]])).toThrow('must be one of linear');
  });

  it('opens the forget gate, the second block of the bias, unless told not to', () => {
    const bias = (raw: Record<string, boolean>) => {
      const found = layerResult(lstm, { units: 2, ...raw }, [['N', 7, 5]]).weights[2];
      return found && [...initializeWeight(found, 1)];
    };
    expect(bias({})).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(bias({ unit_forget_bias: false })).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  const weights = {
    kernel: { shape: [1, 4], values: [1, 2, 3, 4] },
    recurrent_kernel: { shape: [1, 4], values: [1, 1, 1, 1] },
    bias: { shape: [4], values: [0, 0, 0, 0] },
  };

  it('computes gates in the order i, f, c, o', () => {
    // All functions linear, x = 1, 2. Step 1: i, f, g, o = 1, 2, 3, 4; c = 1 · 3 = 3; h = 4 · 3 = 12.
    // Step 2: i, f, g, o = 14, 16, 18, 20; c = 16 · 3 + 14 · 18 = 300; h = 20 · 300 = 6000.
    const raw = { units: 1, activation: 'linear', recurrent_activation: 'linear', return_sequences: true };
    const { outputs } = runForward(tf, lstm, forward, raw, [{ shape: [1, 2, 1], values: [1, 2] }], {
      weights,
    });
    expect(outputs).toEqual([{ shape: [1, 2, 1], values: [12, 6000] }]);
  });

  it('has the gradient that differences give', () => {
    const raw = { units: 1, go_backwards: true };
    const at = (values: readonly number[]) =>
      runForward(tf, lstm, forward, raw, [{ shape: [1, 2, 1], values }], { weights }).outputs[0]?.values[0] ??
      Number.NaN;
    const point = [0.2, -0.3];
    const gradient = forwardGradient(tf, lstm, forward, raw, { shape: [1, 2, 1], values: point }, null, {
      weights,
    });
    for (const [i, slope] of gradient.values.entries()) {
      const moved = (by: number) => at(point.map((value, k) => (k === i ? value + by : value)));
      expect(slope).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 3);
    }
  });

  it('has a gradient over a sequence of one step', () => {
    const input = { shape: [1, 1, 1], values: [0.5] };
    const raw = { units: 1, activation: 'linear', recurrent_activation: 'linear' };
    // i, f, g, o = x, 2x, 3x, 4x; h = o · i · g = 12 x³, whose slope at 0.5 is 36 / 4 = 9.
    const gradient = forwardGradient(tf, lstm, forward, raw, input, null, { weights });
    expect(gradient.values[0]).toBeCloseTo(9, 4);
  });

  it('draws one mask a sequence, and one for each gate under recurrent dropout, as Keras', () => {
    const drawn = (raw: Record<string, number>, training = true) => {
      const shapes: (readonly number[])[] = [];
      const uniform = (shape: readonly number[]) => {
        shapes.push(shape);
        return tf.zeros([...shape]);
      };
      runForward(tf, lstm, forward, { units: 1, ...raw }, [ramp([2, 3, 1])], {
        weights,
        training,
        random: { uniform, normal: uniform },
      });
      return shapes;
    };
    const [ofInput, ofState] = [
      [2, 1, 1],
      [2, 1],
    ];
    expect(drawn({ dropout: 0.5 })).toEqual([ofInput]);
    expect(drawn({ dropout: 0.5, recurrent_dropout: 0.5 })).toEqual([
      ...[1, 2, 3, 4].map(() => ofInput),
      ...[1, 2, 3, 4].map(() => ofState),
    ]);
    expect(drawn({ dropout: 0.5, recurrent_dropout: 0.5 }, false)).toEqual([]);
  });
});
