import { beforeAll, describe, expect, it } from 'vitest';
import { inferDocument } from '../../shared/inference/infer.ts';
import {
  GOLDEN_BATCH,
  GOLDEN_CASES,
  type GoldenCase,
  goldenDifference,
  goldenInput,
  goldenWeight,
} from '../../shared/layers/golden-testing.ts';
import { caseDocument } from '../onnx/battery-checks.ts';
import type { Engine, NumericTensor } from './engine.ts';
import { loadEngine } from './load-engine.ts';

/** Float32 sums of a few hundred products, relative to the largest element. */
const TOLERANCE = 1e-5;

const product = (shape: readonly number[]) => shape.reduce((size, extent) => size * extent, 1);

function compute(engine: Engine, golden: GoldenCase): NumericTensor {
  const inference = inferDocument(caseDocument(golden));
  const weights = new Map(
    (inference.nodes.get('layer')?.weights ?? []).map(({ name, shape }, i) => [
      `layer/${name}`,
      goldenWeight(name, product(shape), i),
    ]),
  );
  const inputs = golden.inputs.flatMap(([, ...extents], port): NumericTensor[] => {
    if (golden.constants?.[port]) return [];
    const shape = [GOLDEN_BATCH, ...extents.map(Number)];
    return [{ shape, data: goldenInput(product(shape), port, golden.dtypes?.[port]) }];
  });
  // A network of constants alone has an input that it does not use.
  if (inputs.length === 0)
    inputs.push({ shape: [GOLDEN_BATCH, 2], data: new Float32Array(2 * GOLDEN_BATCH) });
  const model = engine.build({ graph: inference.graph, inference, seed: 1, weights });
  try {
    const [output] = model.predict(inputs);
    if (!output) throw new Error('The engine gives no output.');
    return output;
  } finally {
    model.dispose();
  }
}

describe('the javascript engine against the judges', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine('javascript');
  });

  const types = [...new Set(GOLDEN_CASES.flatMap(({ golden }) => golden?.type ?? []))];
  it.each(types)('%s computes what the judge computes', { timeout: 120_000 }, type => {
    const findings = GOLDEN_CASES.flatMap(({ name, golden }) => {
      if (golden?.type !== type) return [];
      const { shape, data } = compute(engine, golden);
      if (shape.join() !== golden.shape.join())
        return [`${name} gives (${shape}); the judge (${golden.shape})`];
      const difference = goldenDifference(data, golden);
      return difference <= TOLERANCE ? [] : [`${name} differs by ${difference}`];
    });
    expect(findings, findings.join('\n')).toEqual([]);
  });
});
