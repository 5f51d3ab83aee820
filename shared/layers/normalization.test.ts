import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './normalization.tfjs.ts';
import normalization from './normalization.ts';

describe('Normalization', () => {
  it('keeps mean, variance and count as weights that do not train (Keras over 3 features: 7)', () => {
    const result = layerResult(normalization, {}, [['N', 3]]);
    expect(result.shapes).toEqual([['N', 3]]);
    expect(result.parameterCount).toBe(7);
    expect(result.trainableCount).toBe(0);
    expect(layerResult(normalization, { axis: null }, [['N', 5, 3]]).parameterCount).toBe(3);
    expect(layerResult(normalization, { axis: [1, -1] }, [['N', 5, 3]]).parameterCount).toBe(31);
    expect(layerResult(normalization, { mean: 0, variance: 1 }, [['N', 3]]).parameterCount).toBe(0);
  });

  it('says what does not fit', () => {
    const code = (raw: Parameters<typeof layerResult>[1]) =>
      layerResult(normalization, raw, [['N', 'T', 3]]).error?.code;
    expect(code({ axis: 5 })).toBe('shape.axis');
    expect(code({ axis: 1 })).toBe('shape.unknown');
    expect(code({ mean: 1 })).toBe('parameter.conflict');
    expect(code({ mean: [1, 2], variance: [1, 1] })).toBe('parameter.conflict');
    expect(code({ mean: [1, 2, 3], variance: 1 })).toBeUndefined();
  });

  it('takes out and brings back', () => {
    const raw = { mean: [1, 2, 3], variance: [4, 4, 4] };
    const input = { shape: [1, 3], values: [5, 6, 7] };
    expect(runForward(tf, normalization, forward, raw, [input]).outputs[0]?.values).toEqual([2, 2, 2]);
    const back = { ...raw, invert: true };
    const normal = { shape: [1, 3], values: [2, 2, 2] };
    expect(runForward(tf, normalization, forward, back, [normal]).outputs[0]?.values).toEqual([5, 6, 7]);
  });

  it('divides by 1e-7 at least', () => {
    const raw = { mean: 0, variance: 0 };
    const { outputs } = runForward(tf, normalization, forward, raw, [{ shape: [1, 1], values: [1e-7] }]);
    expect(outputs[0]?.values[0]).toBeCloseTo(1, 5);
  });
});
