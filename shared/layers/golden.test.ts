import { describe, expect, it } from 'vitest';
import { BATCH, type Value } from '../document/value.ts';
import { GOLDEN_BATCH, GOLDEN_CASES, type GoldenCase } from './golden-testing.ts';
import { layerResult } from './layer-testing.ts';
import { layerType } from './registry.ts';

/** What inference says in the judge's terms. */
function ours({ type, parameters, inputs, dtypes, constants }: GoldenCase) {
  const layer = layerType(type);
  if (!layer) throw new Error(`There is no layer type ${type}.`);
  const { shapes, weights, error } = layerResult(
    layer,
    parameters,
    inputs.map((shape, port): Value => {
      const constant = constants?.[port]?.value;
      return { dtype: dtypes?.[port] ?? 'float32', shape, ...(constant ? { constant } : {}) };
    }),
  );
  if (error) throw new Error(error.message);
  const count = (trainable: boolean) =>
    weights
      .filter(weight => weight.trainable === trainable)
      .reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);
  const [shape] = shapes;
  return {
    shape: shape?.map(dim => (dim === BATCH ? GOLDEN_BATCH : dim)),
    trainable: count(true),
    nonTrainable: count(false),
  };
}

describe('inference against the judges', () => {
  it('every battery case has golden figures', () => {
    const missing = GOLDEN_CASES.filter(({ golden }) => golden === null).map(({ name }) => name);
    expect(missing, 'run `npm run judges -- layers --update`').toEqual([]);
  });

  const types = [...new Set(GOLDEN_CASES.flatMap(({ golden }) => golden?.type ?? []))];
  it.each(types)('%s: shapes and counts as the judge says', type => {
    for (const { name, golden } of GOLDEN_CASES) {
      if (golden?.type !== type) continue;
      const { shape, trainable, nonTrainable } = golden;
      expect(ours(golden), name).toEqual({ shape, trainable, nonTrainable });
    }
  });
});
