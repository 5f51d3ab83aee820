import { describe, expect, it } from 'vitest';
import { layerFactor, layerRate, matchesPattern, withLayerRate } from './layer-rates.ts';

describe('patterns', () => {
  it('cover names, with * for anything', () => {
    expect(matchesPattern('conv1', 'conv1')).toBe(true);
    expect(matchesPattern('conv1', 'conv10')).toBe(false);
    expect(matchesPattern('*', 'conv1')).toBe(true);
    expect(matchesPattern('stage2.*.conv1', 'stage2.3.conv1')).toBe(true);
    expect(matchesPattern('stage2.*.conv1', 'stage2.conv1'), 'the dots do not overlap').toBe(false);
    expect(matchesPattern('a*a', 'a')).toBe(false);
  });

  it("a layer's own name counts first, then the pattern with the most letters, in whatever order they stand", () => {
    for (const rates of [
      { '*': 0.1, 'conv*': 0.5, conv1: 2 },
      { conv1: 2, 'conv*': 0.5, '*': 0.1 },
    ]) {
      expect(layerFactor(rates, 'conv1')).toBe(2);
      expect(layerFactor(rates, 'conv2')).toBe(0.5);
      expect(layerFactor(rates, 'head')).toBe(0.1);
    }
    expect(layerFactor({ 'conv*': 0.1 }, 'head')).toBe(1);
    expect(layerRate({ 'block.*': 0.5 }, 'block.conv/kernel')).toBe(0.5);
  });
});

describe('changes', () => {
  it('what says nothing new is left out, and with it the setting', () => {
    expect(withLayerRate({ epochs: 3 }, ['a', 'b'], 2)).toEqual({ epochs: 3, layerRates: { a: 2, b: 2 } });
    expect(withLayerRate({ epochs: 3, layerRates: { conv1: 0.5 } }, ['conv1'], 1)).toEqual({ epochs: 3 });
    expect(withLayerRate({ layerRates: { conv1: 0.5 } }, ['conv1'], null)).toEqual({});
    // Within a pattern 1 is something to say.
    expect(withLayerRate({ layerRates: { '*': 0.5 } }, ['conv1'], 1).layerRates).toEqual({
      '*': 0.5,
      conv1: 1,
    });
    expect(withLayerRate({}, ['conv*'], 1).layerRates, 'a pattern is the wish to have it').toEqual({
      'conv*': 1,
    });
  });
});
