import { inferDocument } from '../../shared/inference/infer.ts';
import {
  GOLDEN_BATCH,
  type GoldenCase,
  goldenInput,
  goldenWeight,
} from '../../shared/layers/golden-testing.ts';
import { caseDocument } from '../onnx/battery-checks.ts';
import type { Engine, NumericTensor } from './engine.ts';

const product = (shape: readonly number[]) => shape.reduce((size, extent) => size * extent, 1);

/**
 * The output of an engine for the weights and inputs on which the judge computed.
 *
 * @param golden the case with the judge's figures
 */
export function computeGolden(engine: Engine, golden: GoldenCase): NumericTensor {
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
