import { describe, expect, it } from 'vitest';
import { layerResult } from './layer-testing.ts';
import slice from './slice.ts';

// Extents by Python: len(range(n)[start:end:step]).
describe('Slice', () => {
  it.each([
    [10, 1, 8, 2, 4],
    [10, -3, 2147483647, 1, 3],
    [10, -1, -2147483647, -1, 10],
    [10, 8, 1, -3, 3],
    [10, 4, 4, 1, 0],
    [10, 20, 30, 1, 0],
    [7, -100, 100, 3, 3],
  ])('of %i from %i to %i by %i leaves %i', (extent, start, end, step, count) => {
    const raw = { starts: [start], ends: [end], axes: [1], steps: [step] };
    expect(layerResult(slice, raw, [['N', extent]]).shapes).toEqual([['N', count]]);
  });

  it('keeps the symbol of an axis taken whole, and knows nothing of one cut', () => {
    const raw = (start: number) => ({ starts: [start], ends: [2147483647], axes: [1] });
    expect(layerResult(slice, raw(0), [['N', 'T', 3]]).shapes).toEqual([['N', 'T', 3]]);
    expect(layerResult(slice, raw(1), [['N', 'T', 3]]).shapes).toEqual([['N', null, 3]]);
  });

  it('refuses a step of 0, lists of unlike length and an axis outside', () => {
    const code = (raw: Record<string, number[]>) => layerResult(slice, raw, [['N', 7]]).error?.code;
    expect(code({ starts: [0], ends: [3], steps: [0] })).toBe('parameter.value');
    expect(code({ starts: [0, 0], ends: [3] })).toBe('parameter.conflict');
    expect(code({ starts: [0], ends: [3], axes: [2] })).toBe('shape.axis');
  });
});
