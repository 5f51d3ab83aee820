import { describe, expect, it } from 'vitest';
import { align, distribute } from './align.ts';

const boxes = {
  a: { x: 10, y: 0, width: 100, height: 70 },
  b: { x: 40, y: 200, width: 60, height: 30 },
  c: { x: 0, y: 90, width: 100, height: 70 },
};

describe('lining up', () => {
  // The three fill x from 0 to 110 and y from 0 to 230.
  it('moves to the outermost edge', () => {
    expect(align(boxes, 'left')).toEqual({ a: [0, 0], b: [0, 200], c: [0, 90] });
    expect(align(boxes, 'right')).toEqual({ a: [10, 0], b: [50, 200], c: [10, 90] });
    expect(align(boxes, 'top')).toEqual({ a: [10, 0], b: [40, 0], c: [0, 0] });
    expect(align(boxes, 'bottom')).toEqual({ a: [10, 160], b: [40, 200], c: [0, 160] });
  });

  it('moves to the middle of all: x = 55, y = 115', () => {
    expect(align(boxes, 'centre')).toEqual({ a: [5, 0], b: [25, 200], c: [5, 90] });
    expect(align(boxes, 'middle')).toEqual({ a: [10, 80], b: [40, 100], c: [0, 80] });
  });
});

describe('spreading', () => {
  it('makes the gaps equal and keeps the outermost', () => {
    // From 0 to 230 the boxes fill 70 + 70 + 30 = 170; two gaps of 30: c begins at 70 + 30.
    expect(distribute(boxes, 'y')).toEqual({ a: [10, 0], b: [40, 200], c: [0, 100] });
  });

  it('lets boxes overlap equally where there is too little room', () => {
    // Order by x: c (0), a (10), b (40 to 100). They fill 260 of 100: gaps of -80.
    expect(distribute(boxes, 'x')).toEqual({ c: [0, 90], a: [20, 0], b: [40, 200] });
  });

  it('leaves fewer than three alone', () => {
    expect(distribute({}, 'x')).toEqual({});
    expect(distribute({ a: boxes.a }, 'x')).toEqual({ a: [10, 0] });
    expect(distribute({ a: boxes.a, b: boxes.b }, 'y')).toEqual({ a: [10, 0], b: [40, 200] });
  });
});
