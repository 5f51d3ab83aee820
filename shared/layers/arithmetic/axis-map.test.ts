import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { mapAxis } from './axis-map.tfjs.ts';
import { averagingMatrix, resamplingMatrix } from './axis-map.ts';

describe('maps along an axis', () => {
  it('interpolates between pixel centres: 2 elements to 4 lie at −0.25, 0.25, 0.75, 1.25', () => {
    expect(resamplingMatrix('bilinear', 2, 4, false)).toEqual([
      [1, 0],
      [0.75, 0.25],
      [0.25, 0.75],
      [0, 1],
    ]);
  });

  it('takes the nearest element: 3 to 2 lie at 0.75 and 2.25 from the edge', () => {
    expect(resamplingMatrix('nearest', 3, 2, false)).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });

  it('weighs by Keys’s cubic: at a quarter of the way (−9, 111, 29, −3) / 128', () => {
    const row = resamplingMatrix('bicubic', 8, 16, false)[7];
    expect(row?.map(weight => Math.round(weight * 128))).toEqual([0, 0, -9, 111, 29, -3, 0, 0]);
  });

  it('averages over overlapping ranges as PyTorch: 5 to 3 covers 0–1, 1–3, 3–4', () => {
    expect(averagingMatrix(5, 3)).toEqual([
      [1 / 2, 1 / 2, 0, 0, 0],
      [0, 1 / 3, 1 / 3, 1 / 3, 0],
      [0, 0, 0, 1 / 2, 1 / 2],
    ]);
  });

  it('works on any axis', () => {
    const x = tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 4, 2]);
    const sums = [
      [1, 1, 0, 0],
      [0, 0, 1, 1],
    ];
    expect(mapAxis(tf, x, 1, sums).arraySync()).toEqual([
      [
        [4, 6],
        [12, 14],
      ],
    ]);
    expect(mapAxis(tf, x, 2, [[1, -1]]).arraySync()).toEqual([[[-1], [-1], [-1], [-1]]]);
  });
});
