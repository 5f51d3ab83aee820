import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './rescaling.tfjs.ts';
import rescaling from './rescaling.ts';

describe('Rescaling', () => {
  it('keeps the shape and has no parameters', () => {
    const result = layerResult(rescaling, { scale: 2, offset: -1 }, [['N', 7, 10, 3]]);
    expect(result.shapes).toEqual([['N', 7, 10, 3]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('×2 · +-1');
  });

  it('refuses a number of scales that fits nothing', () => {
    expect(layerResult(rescaling, { scale: [1, 2] }, [['N', 7, 3]]).error?.code).toBe('parameter.conflict');
    expect(layerResult(rescaling, { scale: [1, 2] }, [['N', 7, null]]).error).toBeNull();
  });

  it('brings 51 to 0.2 by default, and scales channel by channel', () => {
    const input = { shape: [1, 2], values: [51, 255] };
    expect(rounded(runForward(tf, rescaling, forward, {}, [input]).outputs[0])).toEqual([0.2, 1]);
    const raw = { scale: [1, 2], offset: [0.5, -10] };
    expect(rounded(runForward(tf, rescaling, forward, raw, [input]).outputs[0])).toEqual([51.5, 500]);
  });
});
