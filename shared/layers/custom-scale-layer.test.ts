import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './custom-scale-layer.tfjs.ts';
import customScaleLayer from './custom-scale-layer.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('CustomScaleLayer', () => {
  it('adds the scaled branch: 1 + 0.5 × 4 = 3, 2 + 0.5 × −6 = −1', () => {
    const main = { shape: [1, 2], values: [1, 2] };
    const branch = { shape: [1, 2], values: [4, -6] };
    const { outputs } = runForward(tf, customScaleLayer, forward, { scale: 0.5 }, [main, branch]);
    expect(outputs[0]?.values).toEqual([3, -1]);
  });

  it('keeps the shape and has no weights (Inception-ResNet: 35 × 35 × 320)', () => {
    const result = layerResult(customScaleLayer, { scale: 0.17 }, [
      ['N', 35, 35, 320],
      ['N', 35, 35, 320],
    ]);
    expect(result).toMatchObject({ shapes: [['N', 35, 35, 320]], parameterCount: 0 });
  });

  it('refuses extents that do not fit', () => {
    const { error } = layerResult(customScaleLayer, {}, [
      ['N', 7, 3],
      ['N', 6, 3],
    ]);
    expect(error?.code).toBe('shape.mismatch');
  });
});
