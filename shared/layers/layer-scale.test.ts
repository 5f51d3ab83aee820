import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { initializeWeight } from './arithmetic/initialize.ts';
import { runForward } from './forward-testing.ts';
import { forward } from './layer-scale.tfjs.ts';
import layerScale from './layer-scale.ts';
import { layerResult } from './layer-testing.ts';

describe('LayerScale', () => {
  it('has a factor per channel that begins as told (ConvNeXt: 96 of 1e-6)', () => {
    const result = layerResult(layerScale, { projection_dim: 96 }, [['N', 56, 56, 96]]);
    expect(result.shapes).toEqual([['N', 56, 56, 96]]);
    expect(result.parameterCount).toBe(96);
    const [gamma] = result.weights;
    expect(gamma && new Set(initializeWeight(gamma, 1))).toEqual(new Set([Math.fround(1e-6)]));
  });

  it('multiplies along the last axis', () => {
    const weights = { gamma: { shape: [2], values: [0.5, -2] } };
    const input = { shape: [1, 2, 2], values: [1, 2, 3, 4] };
    const { outputs } = runForward(tf, layerScale, forward, { projection_dim: 2 }, [input], { weights });
    expect(outputs[0]?.values).toEqual([0.5, -4, 1.5, -8]);
  });

  it('takes an unknown last axis as its own, refuses another and offers the right number', () => {
    expect(layerResult(layerScale, { projection_dim: 5 }, [['N', 7, null]]).shapes).toEqual([['N', 7, 5]]);
    const { error } = layerResult(layerScale, { projection_dim: 5 }, [['N', 7, 6]]);
    expect(error).toMatchObject({ code: 'shape.channels', fix: { parameters: { projection_dim: 6 } } });
  });
});
