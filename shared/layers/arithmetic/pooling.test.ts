import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward as average1d } from '../average-pooling1d.tfjs.ts';
import averagePooling1d from '../average-pooling1d.ts';
import { forward as average2d } from '../average-pooling2d.tfjs.ts';
import averagePooling2d from '../average-pooling2d.ts';
import { forward as average3d } from '../average-pooling3d.tfjs.ts';
import averagePooling3d from '../average-pooling3d.ts';
import { forwardGradient, ramp, rounded, runForward } from '../forward-testing.ts';
import { forward as globalMax1d } from '../global-max-pooling1d.tfjs.ts';
import globalMaxPooling1d from '../global-max-pooling1d.ts';
import { layerResult } from '../layer-testing.ts';
import { forward as max2d } from '../max-pooling2d.tfjs.ts';
import maxPooling2d from '../max-pooling2d.ts';
import { forward as max3d } from '../max-pooling3d.tfjs.ts';
import maxPooling3d from '../max-pooling3d.ts';

const SAME = { pool_size: 3, strides: 2, padding: 'same' };
const MAPS = ramp([1, 3, 5, 1]);

describe('sizes of pooled maps', () => {
  it('pools without an error where nothing is known of the extents', () => {
    expect(layerResult(maxPooling2d, {}, [['N', null, 'W', 3]]).shapes).toEqual([['N', null, null, 3]]);
    expect(layerResult(maxPooling2d, { strides: 1, padding: 'same' }, [['N', 7, 'W', 3]]).shapes).toEqual([
      ['N', 7, 'W', 3],
    ]);
    expect(layerResult(maxPooling2d, {}, [{ dtype: 'float32', shape: null }]).shapes).toEqual([null]);
  });

  it('refuses a window larger than the input, another rank, and padding that holds a whole window', () => {
    expect(layerResult(maxPooling2d, { pool_size: 8 }, [['N', 7, 10, 3]]).error?.code).toBe('shape.kernel');
    expect(layerResult(maxPooling2d, {}, [['N', 7, 10]]).error?.code).toBe('shape.rank');
    const error = layerResult(maxPooling2d, { padding: [[0, 2], 0] }, [['N', 7, 10, 3]]).error;
    expect(error?.code).toBe('parameter.conflict');
    expect(error?.message).toContain('along the height; got padding 0 and 2 around a window of 2');
  });

  it('says windows as people do, the stride only where it is not the window', () => {
    const line = (raw: Parameters<typeof layerResult>[1]) =>
      layerResult(maxPooling2d, raw, [['N', 9, 9, 1]]).keyLine;
    expect(line({})).toBe('2×2');
    expect(line({ pool_size: 3, strides: 2 })).toBe('3×3 /2');
    expect(line({ pool_size: [2, 3], padding: 'same' })).toBe('2×3 same');
    expect(line({ pool_size: 3, padding: 1 })).toBe('3×3 pad 1');
  });
});

describe('pooling on an engine (figures: Keras 3.15 on TensorFlow 2.21)', () => {
  it('averages at the border over the elements inside', () => {
    expect(rounded(runForward(tf, averagePooling1d, average1d, SAME, [ramp([1, 5, 2])]).outputs[0])).toEqual([
      -1.75, 1.75, 0.5, 0.33333, 0, 0.75,
    ]);
    const same = runForward(tf, averagePooling2d, average2d, SAME, [MAPS]).outputs[0];
    expect(same?.shape).toEqual([1, 2, 3, 1]);
    expect(rounded(same)).toEqual([-0.25, 0.41667, 0.625, -0.625, -0.41667, 0.25]);
    const volume = ramp([1, 3, 2, 3, 1]);
    const two = { pool_size: 2, padding: 'same' };
    expect(rounded(runForward(tf, averagePooling3d, average3d, two, [volume]).outputs[0])).toEqual([
      0.5625, -1.75, -0.25, 2.25,
    ]);
    expect(rounded(runForward(tf, maxPooling3d, max3d, two, [volume]).outputs[0])).toEqual([2.5, -1, 1, 2.5]);
  });

  it('takes explicit sides equal to those of same alike', () => {
    // 3 rows and 5 columns, window 3, stride 2: same pads one on each side.
    const explicit = { ...SAME, padding: 1 };
    const figures = [-0.25, 0.41667, 0.625, -0.625, -0.41667, 0.25];
    expect(rounded(runForward(tf, averagePooling2d, average2d, explicit, [MAPS]).outputs[0])).toEqual(
      figures,
    );
    expect(rounded(runForward(tf, maxPooling2d, max2d, explicit, [MAPS]).outputs[0])).toEqual([
      2, 2.5, 2.5, 2, 2, 2.5,
    ]);
  });

  it('never lets padding win, even over negative elements', () => {
    const input = { shape: [1, 2, 2, 1], values: [-4, -3, -2, -1] };
    const result = runForward(tf, maxPooling2d, max2d, { padding: 1 }, [input]).outputs[0];
    expect(rounded(result)).toEqual([-4, -3, -2, -1]);
  });

  it("gives the gradient of Keras at the border, where tfjs's own counts the padding", () => {
    const gradient = forwardGradient(tf, averagePooling2d, average2d, SAME, MAPS, ramp([1, 2, 3, 1]));
    expect(rounded(gradient)).toEqual([
      -0.625, -0.45833, 0.16667, -0.08333, -0.25, 0, 0.25, 0.25, -0.375, -0.625, 0.625, 0.70833, 0.08333,
      -0.29167, -0.375,
    ]);
  });

  it('sends the gradient of a maximum to the largest element', () => {
    const input = { shape: [1, 2, 2, 1], values: [1, 4, 3, 2] };
    expect(rounded(forwardGradient(tf, maxPooling2d, max2d, {}, input))).toEqual([0, 1, 0, 0]);
    const two = ramp([1, 2, 5, 1]);
    expect(rounded(forwardGradient(tf, maxPooling2d, max2d, SAME, two, ramp([1, 1, 3, 1])))).toEqual([
      0, 0, 0, 0, 0, 0, -2.5, 0, 0, 0,
    ]);
    const explicit = { ...SAME, padding: [[0, 1], 1] };
    expect(rounded(forwardGradient(tf, maxPooling2d, max2d, explicit, two, ramp([1, 1, 3, 1])))).toEqual([
      0, 0, 0, 0, 0, 0, -2.5, 0, 0, 0,
    ]);
  });

  it('shares the gradient of a global maximum among equal elements', () => {
    const input = { shape: [1, 3, 2], values: [0, 3, 0, 1, 0, 3] };
    const shared = [0.33333, 0.5, 0.33333, 0, 0.33333, 0.5];
    expect(rounded(forwardGradient(tf, globalMaxPooling1d, globalMax1d, {}, input))).toEqual(shared);
    expect(rounded(forwardGradient(tf, globalMaxPooling1d, globalMax1d, { keepdims: true }, input))).toEqual(
      shared,
    );
  });

  it('reads channels-first maps as the transposed channels-last ones', () => {
    const input = { shape: [1, 1, 3, 5], values: MAPS.values };
    const raw = { ...SAME, data_format: 'channels_first' };
    const result = runForward(tf, averagePooling2d, average2d, raw, [input]).outputs[0];
    expect(result?.shape).toEqual([1, 1, 2, 3]);
    expect(rounded(result)).toEqual([-0.25, 0.41667, 0.625, -0.625, -0.41667, 0.25]);
  });
});
