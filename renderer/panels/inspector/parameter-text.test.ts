import { describe, expect, it } from 'vitest';
import { readDims, readOptionalNumber, shortValue, writeDims } from './parameter-text.ts';

describe('readDims', () => {
  it('reads numbers, unknowns and names', () => {
    expect(readDims('227, 227, 3')).toEqual([227, 227, 3]);
    expect(readDims('28 × 28 × 1')).toEqual([28, 28, 1]);
    expect(readDims('(?, T, none)')).toEqual([null, 'T', null]);
    expect(readDims('')).toEqual([]);
  });

  it('is the inverse of writeDims', () => {
    expect(readDims(writeDims([null, 'T', 64]))).toEqual([null, 'T', 64]);
  });
});

describe('readOptionalNumber', () => {
  it('takes an empty text as none only where that is allowed', () => {
    expect(readOptionalNumber(' ', true)).toBeNull();
    expect(readOptionalNumber('', false)).toBe('');
    expect(readOptionalNumber('1,024', false)).toBe(1024);
    expect(readOptionalNumber('1e-3', true)).toBe(0.001);
  });
});

it('shortValue names a value', () => {
  expect(shortValue({ name: 'he_normal' })).toBe('he_normal');
  expect(shortValue([3, 3])).toBe('3, 3');
  expect(shortValue(null)).toBe('none');
});
