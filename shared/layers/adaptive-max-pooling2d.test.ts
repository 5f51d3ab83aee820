import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './adaptive-max-pooling2d.tfjs.ts';
import adaptiveMaxPooling2d from './adaptive-max-pooling2d.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('AdaptiveMaxPooling2D', () => {
  it('gives the wished size in both data formats', () => {
    const result = layerResult(adaptiveMaxPooling2d, { output_size: [3, 4] }, [['N', 7, 10, 2]]);
    expect(result.shapes).toEqual([['N', 3, 4, 2]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('to 3×4');
    const first = { output_size: [3, 4], data_format: 'channels_first' };
    expect(layerResult(adaptiveMaxPooling2d, first, [['N', 2, 7, 10]]).shapes).toEqual([['N', 2, 3, 4]]);
  });

  it('takes unknown extents only for output size 1, and refuses a wrong number of axes', () => {
    const open = ['N', 'T', 'T', 2];
    expect(layerResult(adaptiveMaxPooling2d, {}, [open]).shapes).toEqual([['N', 1, 1, 2]]);
    expect(layerResult(adaptiveMaxPooling2d, { output_size: 2 }, [open]).error?.code).toBe('shape.unknown');
    expect(layerResult(adaptiveMaxPooling2d, {}, [['N', 2]]).error?.code).toBe('shape.rank');
  });

  it('pools overlapping parts: 5 to 3 covers 0–1, 1–3, 3–4', () => {
    // max(4, 1), max(1, 2, 3), max(3, 8)
    const input = { shape: [1, 1, 5, 1], values: [4, 1, 2, 3, 8] };
    const { outputs } = runForward(tf, adaptiveMaxPooling2d, forward, { output_size: [1, 3] }, [input]);
    expect(outputs).toEqual([{ shape: [1, 1, 3, 1], values: [4, 3, 8] }]);
  });
});
