import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, runForward } from './forward-testing.ts';
import { forward } from './gather.tfjs.ts';
import gather from './gather.ts';
import { layerResult } from './layer-testing.ts';

describe('Gather', () => {
  it('replaces the axis by the axes of the indices', () => {
    const raw = { axis: 1, indices: [0, 4, 2, 2], indices_shape: [2, 2] };
    expect(layerResult(gather, raw, [['N', 10, 3]]).shapes).toEqual([['N', 2, 2, 3]]);
    expect(layerResult(gather, { axis: 1 }, [['N', 10, 3]]).shapes).toEqual([['N', 3]]);
    const ids = { dtype: 'int64', shape: ['N', 'T'] } as const;
    expect(layerResult(gather, {}, [[1000, 64], ids]).shapes).toEqual([['N', 'T', 64]]);
  });

  it('refuses indices outside, of floats, and of another number than their shape', () => {
    const code = (raw: Record<string, number | number[]>, ...more: string[][]) =>
      layerResult(gather, raw, [[4, 3], ...more]).error?.code;
    expect(code({ indices: [4] })).toBe('parameter.value');
    expect(code({ indices: [-5] })).toBe('parameter.value');
    expect(code({ indices: [1, 2] })).toBe('parameter.conflict');
    expect(code({}, ['N'])).toBe('shape.dtype');
  });

  it('takes from the end by negative indices, and adds up the gradient of what is taken twice', () => {
    const raw = { axis: 0, indices: [-1, 0, -1], indices_shape: [3] };
    const x = { shape: [3], values: [5, 6, 7] };
    expect(runForward(tf, gather, forward, raw, [x]).outputs[0]?.values).toEqual([7, 5, 7]);
    expect(forwardGradient(tf, gather, forward, raw, x).values).toEqual([1, 0, 2]);
  });
});
