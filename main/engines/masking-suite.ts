import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../shared/document/json.ts';
import { completeOptimizer } from '../../shared/document/training-defaults.ts';
import { importKerasConfig } from '../../shared/importers/keras/import-keras-config.ts';
import { allProblems, type Inference, inferDocument } from '../../shared/inference/infer.ts';
import type { Engine, NumericTensor } from './engine.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A network in Keras: its weights by layer in the layer's order, its output, and what one step of training makes of it. */
interface MaskCase {
  readonly config: Json;
  readonly input: Numbers;
  readonly weights: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly output: Numbers;
  readonly trained: {
    readonly loss: number;
    readonly meanAbsoluteError: number;
    readonly weights: MaskCase['weights'];
  };
}

const golden: { readonly cases: Readonly<Record<string, MaskCase>> } = JSON.parse(
  gunzipSync(await readFile(new URL('./golden/masking.json.gz', import.meta.url))).toString('utf8'),
);
/** The networks by name. */
export const MASK_CASES = Object.entries(golden.cases);
/** Float32 sums of a few products. */
const DIGITS = 5;

function weightsOf(inference: Inference, given: MaskCase['weights']): ReadonlyMap<string, Float32Array> {
  return new Map(
    Object.entries(given).flatMap(([layer, arrays]) => {
      const described = inference.nodes.get(layer)?.weights ?? [];
      expect(described).toHaveLength(arrays.length);
      return described.map(
        ({ name }, i) => [`${layer}/${name}`, Float32Array.from(arrays[i] ?? [])] as const,
      );
    }),
  );
}

/** A case as a network of ours with its weights and input. */
export function networkOf({ config, input, weights }: MaskCase) {
  const inference = inferDocument(importKerasConfig(config).document);
  expect(allProblems(inference).filter(({ severity }) => severity === 'error')).toEqual([]);
  const inputs: NumericTensor[] = [{ shape: input.shape, data: Float32Array.from(input.values) }];
  return { inference, inputs, weights: weightsOf(inference, weights) };
}

/** Compares elements with those of the judge. */
export function expectClose(made: Iterable<number>, judged: readonly number[], what: string): void {
  const list = [...made];
  expect(list.length, what).toBe(judged.length);
  const worst = Math.max(...list.map((value, i) => Math.abs(value - (judged[i] ?? Number.NaN))));
  expect(worst, `${what}: ${list.slice(0, 6)} against ${judged.slice(0, 6)}`).toBeLessThan(10 ** -DIGITS * 2);
}

/**
 * Small networks with masks against what Keras computes and learns.
 *
 * @param title the suite's
 * @param load makes the engine
 */
export function maskingSuite(title: string, load: () => Promise<Engine>): void {
  describe(title, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await load();
    });

    it.each(MASK_CASES)('computes as Keras does: %s', (_, given) => {
      const { inference, inputs, weights } = networkOf(given);
      const model = engine.build({ graph: inference.graph, inference, seed: 1, weights });
      try {
        const [output] = model.predict(inputs);
        expect(output?.shape).toEqual(given.output.shape);
        expectClose(output?.data ?? [], given.output.values, 'output');
      } finally {
        model.dispose();
      }
    });

    it.each(MASK_CASES)('learns as Keras does: %s', (_, given) => {
      const { inference, inputs, weights } = networkOf(given);
      const model = engine.build({
        graph: inference.graph,
        inference,
        seed: 1,
        weights,
        learning: {
          optimizer: completeOptimizer({ name: 'sgd', learning_rate: 0.5 }),
          outputs: [{ loss: 'mean_squared_error', weight: 1, metrics: ['mean_absolute_error'] }],
          seed: 1,
        },
      });
      try {
        const { shape, values } = given.output;
        const targets = [{ shape, data: new Float32Array(values.length).fill(0.25) }];
        model.trainBatch({ inputs, targets }, 0);
        const scores = model.readScores();
        expectClose([scores.loss], [given.trained.loss], 'loss');
        expectClose(
          [scores.outputs[0]?.metrics.mean_absolute_error ?? Number.NaN],
          [given.trained.meanAbsoluteError],
          'mean absolute error',
        );
        const after = model.getWeights();
        for (const [name, judged] of weightsOf(inference, given.trained.weights))
          expectClose(after.get(name)?.data ?? [], [...judged], name);
      } finally {
        model.dispose();
      }
    });
  });
}
