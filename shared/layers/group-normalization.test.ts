import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { rounded, runForward } from './forward-testing.ts';
import { forward } from './group-normalization.tfjs.ts';
import groupNormalization from './group-normalization.ts';
import { layerResult } from './layer-testing.ts';

describe('GroupNormalization', () => {
  it('has gamma and beta per channel (Keras: 128 for 64 channels)', () => {
    const result = layerResult(groupNormalization, {}, [['N', 28, 28, 64]]);
    expect(result.shapes).toEqual([['N', 28, 28, 64]]);
    expect(result.parameterCount).toBe(128);
    expect(result.explanations).toMatchObject([
      { formula: '64 / 32', result: '2' },
      { formula: '(1 + 1) × 64', result: '128' },
    ]);
    expect(result.keyLine).toBe('32 groups');
    const each = layerResult(groupNormalization, { groups: -1, center: false, axis: 1 }, [
      ['N', 6, null, null],
    ]);
    expect(each.shapes).toEqual([['N', 6, null, null]]);
    expect(each.weights).toMatchObject([{ name: 'gamma', shape: [6] }]);
    expect(each.keyLine).toBe('each channel · axis 1 · no beta');
  });

  it('normalizes each group by itself', () => {
    // Two groups of two channels: (0, 2) and (10, 30) at one position: means 1 and 20, deviations 1 and 10.
    const raw = { groups: 2, epsilon: 0 };
    const weights = {
      gamma: { shape: [4], values: [1, 2, 1, 1] },
      beta: { shape: [4], values: [0, 0, 0, 5] },
    };
    const input = { shape: [1, 1, 4], values: [0, 2, 10, 30] };
    const [result] = runForward(tf, groupNormalization, forward, raw, [input], { weights }).outputs;
    expect(rounded(result)).toEqual([-1, 2, -1, 6]);
  });

  it('goes over all positions of a group, wherever the channels stand', () => {
    // Channels first: channel 0 holds 1, 3 (mean 2, deviation 1), channel 1 holds 5, 5 (variance 0).
    const raw = { groups: -1, axis: 1, epsilon: 1e-12, center: false, scale: false };
    const input = { shape: [1, 2, 2], values: [1, 3, 5, 5] };
    expect(rounded(runForward(tf, groupNormalization, forward, raw, [input]).outputs[0])).toEqual([
      -1, 1, 0, 0,
    ]);
  });

  it('refuses groups that do not divide the channels, no group, and unknown channels', () => {
    const { error } = layerResult(groupNormalization, { groups: 4 }, [['N', 7, 6]]);
    expect(error?.code).toBe('shape.channels');
    expect(error?.message).toMatch(/4 groups; got \(None, 7, 6\) with 6/);
    expect(layerResult(groupNormalization, {}, [['N', 7, 6]]).error?.code).toBe('shape.channels');
    expect(layerResult(groupNormalization, { groups: 0 }, [['N', 6]]).error?.code).toBe('parameter.value');
    expect(layerResult(groupNormalization, {}, [['N', 7, null]]).error?.code).toBe('shape.unknown');
    expect(layerResult(groupNormalization, { axis: 0 }, [['N', 6]]).error?.code).toBe('shape.axis');
  });
});
