import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './depth-to-space.tfjs.ts';
import depthToSpace from './depth-to-space.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import spaceToDepth from './space-to-depth.ts';

describe('DepthToSpace', () => {
  it('turns 12 channels of 7 × 10 into 3 of 14 × 20, and SpaceToDepth back', () => {
    expect(layerResult(depthToSpace, {}, [['N', 12, 7, 10]]).shapes).toEqual([['N', 3, 14, 20]]);
    expect(layerResult(spaceToDepth, {}, [['N', 3, 14, 20]]).shapes).toEqual([['N', 12, 7, 10]]);
    expect(layerResult(depthToSpace, {}, [['N', 10, 7, 10]]).error?.code).toBe('shape.channels');
    expect(layerResult(spaceToDepth, {}, [['N', 3, 7, 10]]).error?.code).toBe('shape.mismatch');
  });

  // Eight channels of one pixel, block 2: DCR puts channels c, c + 2, c + 4, c + 6 in a block, CRD 4c to 4c + 3 (ONNX, DepthToSpace).
  it.each([
    ['DCR', [0, 2, 4, 6, 1, 3, 5, 7]],
    ['CRD', [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('orders the pixels of a block by %s', (mode, expected) => {
    const x = { shape: [1, 8, 1, 1], values: [0, 1, 2, 3, 4, 5, 6, 7] };
    expect(runForward(tf, depthToSpace, forward, { mode }, [x]).outputs[0]?.values).toEqual(expected);
  });
});
