import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { crop, padWithZeros, upsample } from './spatial.tfjs.ts';
import { formatSides } from './spatial.ts';

describe('formatSides', () => {
  it('writes equal amounts once and different sides in full', () => {
    expect(
      formatSides([
        [1, 1],
        [1, 1],
      ]),
    ).toBe('1');
    expect(
      formatSides([
        [1, 1],
        [2, 2],
      ]),
    ).toBe('1×2');
    expect(formatSides([[0, 3]])).toBe('(0,3)');
  });
});

describe('spatial computations', () => {
  const rows = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
  const values = (tensor: tf.Tensor) => [...tensor.dataSync()];

  it('pads and cuts the sides that are named', () => {
    const sides = [
      [1, 0],
      [0, 2],
    ] as const;
    const padded = padWithZeros(tf, rows, sides, 'channels_last');
    expect(values(padded)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0]);
    expect(values(crop(tf, padded, sides, 'channels_last'))).toEqual(values(rows));
  });

  it('repeats along each axis', () => {
    const larger = upsample(tf, rows, [1, 2], 'channels_last', 'nearest');
    expect(values(larger)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
  });

  it('interpolates between pixel centres: quarters around the middle, flat at the border (Keras 3, bilinear)', () => {
    const line = tf.tensor4d([0, 4, 8], [1, 1, 3, 1]);
    expect(values(upsample(tf, line, [1, 2], 'channels_last', 'bilinear'))).toEqual([0, 1, 3, 5, 7, 8]);
  });
});
