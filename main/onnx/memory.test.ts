import { describe, expect, it } from 'vitest';
import { inferDocument } from '../../shared/inference/infer.ts';
import { comparisonBatch, requireMemory } from './memory.ts';
import { chain } from './testing.ts';

describe('memory of an export', () => {
  const network = inferDocument(
    chain('dense', [
      ['x', 'InputLayer', { shape: [1024] }],
      ['d', 'Dense', { units: 1024, use_bias: false }],
    ]),
  );
  const kernel = 1024 * 1024 * 4;

  it('writing takes the largest weight twice, comparing all weights three times and the values', () => {
    // 2 · 4 MB to write; 3 · 4 MB + 2 engines · 3 samples · 2,048 values · 4 bytes to compare.
    expect(() => requireMemory(network, false, 2 * kernel)).not.toThrow();
    expect(() => requireMemory(network, false, 2 * kernel - 1)).toThrow(/largest weight needs/);
    const comparing = 3 * kernel + 2 * 3 * 2048 * 4;
    expect(() => requireMemory(network, true, comparing)).not.toThrow();
    expect(() => requireMemory(network, true, comparing - 1)).toThrow(/without the comparison/);
  });

  it('takes two samples instead of three where one is large', () => {
    expect(comparisonBatch(network)).toBe(3);
    // 8,192 · 8,192 values of 4 bytes are 256 MB, in the input and once more behind it.
    const large = chain('large', [
      ['x', 'InputLayer', { shape: [8192, 8192] }],
      ['r', 'ReLU'],
    ]);
    expect(comparisonBatch(inferDocument(large))).toBe(2);
  });
});
