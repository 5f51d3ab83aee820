import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './resizing.tfjs.ts';
import resizing from './resizing.ts';

describe('Resizing', () => {
  it('gives the wished size in both data formats', () => {
    const raw = { height: 5, width: 4 };
    expect(layerResult(resizing, raw, [['N', 7, 10, 3]]).shapes).toEqual([['N', 5, 4, 3]]);
    const first = { ...raw, data_format: 'channels_first' };
    expect(layerResult(resizing, first, [['N', 3, 7, 10]]).shapes).toEqual([['N', 3, 5, 4]]);
    expect(layerResult(resizing, raw, [['N', null, null, 3]]).shapes).toEqual([['N', 5, 4, 3]]);
  });

  it('refuses what cannot be done', () => {
    const code = (raw: Record<string, boolean | string>, height: number | null = 7) =>
      layerResult(resizing, raw, [['N', height, 10, 3]]).error?.code;
    expect(code({ crop_to_aspect_ratio: true, pad_to_aspect_ratio: true })).toBe('parameter.conflict');
    expect(code({ interpolation: 'bicubic' }, null)).toBe('shape.unknown');
    expect(code({ crop_to_aspect_ratio: true }, null)).toBe('shape.unknown');
  });

  const row = (values: readonly number[]) => ({ shape: [1, 1, values.length, 1], values });

  it('interpolates between pixel centres', () => {
    // 2 to 4 pixels: at −0.25, 0.25, 0.75, 1.25, clamped to the edges.
    const { outputs } = runForward(tf, resizing, forward, { height: 1, width: 4 }, [row([0, 4])]);
    expect(rounded(outputs[0])).toEqual([0, 1, 3, 4]);
  });

  it('crops or pads to the aspect ratio first', () => {
    // A row of 4 to 1 × 2: the middle two pixels; to a square of 2: one row of zeros above and one below, then half of it.
    const cropped = runForward(tf, resizing, forward, { height: 1, width: 2, crop_to_aspect_ratio: true }, [
      row([1, 2, 3, 4]),
    ]);
    expect(cropped.outputs[0]?.values).toEqual([2, 3]);
    const padded = runForward(tf, resizing, forward, { height: 3, width: 4, pad_to_aspect_ratio: true }, [
      row([1, 2, 3, 4]),
    ]);
    expect(padded.outputs[0]?.values).toEqual([0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0]);
  });
});
