import { describe, expect, it } from 'vitest';
import { inkOfPicture } from './ink-of-picture.ts';

/** A 3 × 3 picture of opaque greys. */
const picture = (...greys: readonly number[]) => greys.flatMap(grey => [grey, grey, grey, 255]);
const inkOf = (pixels: readonly number[]) => {
  const ink = inkOfPicture(pixels, 3, 3);
  return ink && Array.from(ink.data, value => Number(value.toFixed(3)));
};

describe('the ink of a picture', () => {
  it('is what is dark on light paper, with the strongest stroke as 1', () => {
    // (230 - 30) / 200 = 1, (230 - 130) / 200 = 0.5
    expect(inkOf(picture(230, 230, 230, 230, 30, 130, 230, 230, 230))).toEqual([0, 0, 0, 0, 1, 0.5, 0, 0, 0]);
  });

  it('is what is light on dark paper', () => {
    expect(inkOf(picture(0, 0, 0, 0, 255, 0, 0, 255, 0))).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0]);
  });

  it('leaves out shadows: 40 of 200 is less than a quarter', () => {
    expect(inkOf(picture(230, 230, 230, 230, 30, 190, 230, 230, 230))).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('takes what is transparent as white paper, and colours by their luma', () => {
    const pixels = picture(0, 0, 0, 0, 0, 0, 0, 0, 0).map((value, i) =>
      i % 4 === 3 && i !== 19 ? 0 : value,
    );
    expect(inkOf(pixels)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    // Red is 0.299 of white, so it is 0.701 of ink beside black's 1.
    const red = picture(255, 255, 255, 255, 0, 255, 255, 255, 255);
    red.splice(20, 4, 255, 0, 0, 255);
    expect(inkOf(red)?.[5]).toBeCloseTo(0.701, 3);
  });

  it('is none on a picture of one colour', () => {
    expect(inkOf(picture(200, 201, 200, 200, 199, 200, 200, 200, 202))).toBeNull();
  });
});
