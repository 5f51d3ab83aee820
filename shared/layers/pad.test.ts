import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './pad.tfjs.ts';
import pad from './pad.ts';

const X = { shape: [3], values: [1, 2, 3] };

describe('Pad', () => {
  it('adds the amounts of each axis, beginnings first', () => {
    expect(layerResult(pad, { pads: [0, 1, -2, 0, 2, 0] }, [['N', 7, 10]]).shapes).toEqual([['N', 10, 8]]);
    expect(layerResult(pad, { pads: [1, 1] }, [['N', 7]]).error?.code).toBe('shape.rank');
    expect(layerResult(pad, { pads: [0, -4, 0, -4] }, [['N', 7]]).error?.code).toBe('shape.kernel');
    expect(layerResult(pad, { pads: [3, 0], mode: 'reflect' }, [[3]]).error?.code).toBe('shape.kernel');
  });

  // numpy.pad
  it.each([
    ['constant', [0, 0, 1, 2, 3, 0]],
    ['reflect', [3, 2, 1, 2, 3, 2]],
    ['edge', [1, 1, 1, 2, 3, 3]],
    ['wrap', [2, 3, 1, 2, 3, 1]],
  ])('%s by 2 and 1', (mode, expected) => {
    expect(runForward(tf, pad, forward, { pads: [2, 1], mode }, [X]).outputs[0]?.values).toEqual(expected);
  });

  it('adds up the gradient of mirrored elements', () => {
    expect(forwardGradient(tf, pad, forward, { pads: [2, 1], mode: 'reflect' }, X).values).toEqual([1, 3, 2]);
  });
});
