import { beforeAll, describe, expect, it } from 'vitest';
import { GOLDEN_CASES, goldenDifference } from '../../shared/layers/golden-testing.ts';
import { computeGolden } from './compute-golden.ts';
import type { Engine } from './engine.ts';
import { loadEngine } from './load-engine.ts';

/** Float32 sums of a few hundred products, relative to the largest element. */
const TOLERANCE = 1e-5;

describe('the javascript engine against the judges', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine('javascript');
  });

  const types = [...new Set(GOLDEN_CASES.flatMap(({ golden }) => golden?.type ?? []))];
  it.each(types)('%s computes what the judge computes', { timeout: 120_000 }, type => {
    const findings = GOLDEN_CASES.flatMap(({ name, golden }) => {
      if (golden?.type !== type) return [];
      const { shape, data } = computeGolden(engine, golden);
      if (shape.join() !== golden.shape.join())
        return [`${name} gives (${shape}); the judge (${golden.shape})`];
      const difference = goldenDifference(data, golden);
      return difference <= TOLERANCE ? [] : [`${name} differs by ${difference}`];
    });
    expect(findings, findings.join('\n')).toEqual([]);
  });
});
