import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProblems, inferDocument } from '../../../shared/inference/infer.ts';
import type { Engine } from '../../engines/engine.ts';
import { loadEngine } from '../../engines/load-engine.ts';
import { difference } from '../../onnx/difference.ts';
import { importKerasFile, type OpenImport } from './import-keras-file.ts';

/** By judges/keras_files.py. */
const golden = path.join(import.meta.dirname, 'golden');
type Tensor = readonly [shape: readonly number[], values: readonly number[]];
interface Expected {
  readonly maker: string;
  readonly models: Readonly<
    Record<
      string,
      {
        readonly inputs: Readonly<Record<string, Tensor>>;
        readonly outputs: readonly Tensor[];
        readonly params: number;
        readonly trainable: number;
      }
    >
  >;
}
const expected = JSON.parse(readFileSync(path.join(golden, 'expected.json'), 'utf8')) as Expected;
const numeric = ([shape, values]: Tensor) => ({ shape, data: Float32Array.from(values) });

describe(`models saved by ${expected.maker}`, () => {
  let engine: Engine;
  let folder: string;
  beforeAll(async () => {
    engine = await loadEngine('javascript');
    folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-keras-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const open = async (name: string, suffix: string): Promise<OpenImport> => {
    if (suffix === '.keras') return importKerasFile(path.join(golden, name + suffix));
    const file = path.join(folder, name + suffix);
    await writeFile(file, gunzipSync(readFileSync(path.join(golden, `${name}.h5.gz`))));
    return importKerasFile(file);
  };

  for (const [name, judged] of Object.entries(expected.models))
    for (const suffix of ['.keras', '.h5'])
      it(`${name}${suffix}: counts and outputs are Keras's`, async () => {
        const imported = await open(name, suffix);
        const inference = inferDocument(imported.document);
        expect(allProblems(inference).filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(imported.report.warnings.filter(warning => /weights/.test(warning))).toEqual([]);
        expect(imported.report.parameters).toBe(judged.params);
        const trained = [...inference.nodes.values()].flatMap(node =>
          node.node.trainable ? node.ownWeights.filter(weight => weight.trainable) : [],
        );
        const sizes = trained.map(({ shape }) => shape.reduce((product, extent) => product * extent, 1));
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(judged.trainable);

        const weights = new Map(imported.weights.map(weight => [weight.name, weight.read()]));
        imported.close();
        const store = {
          get(full: string) {
            const elements = weights.get(full);
            return elements instanceof Float32Array ? elements : undefined;
          },
        };
        const model = engine.build({ graph: inference.graph, inference, seed: 1, weights: store });
        const given = Object.values(judged.inputs);
        const inputs = [...inference.nodes.values()]
          .filter(node => node.layer?.traits.isInput)
          .map((node, i) => numeric(judged.inputs[node.name] ?? given[i] ?? [[], []]));
        const outputs = model.predict(inputs);
        model.dispose();
        expect(outputs.length).toBe(judged.outputs.length);
        for (const [i, output] of outputs.entries()) {
          const reference = judged.outputs[i];
          if (reference) expect(difference(numeric(reference), output).maxRelDiff).toBeLessThan(1e-4);
        }
      });

  it('opens nested models as blocks, shares what is called twice and tells of a changed name', async () => {
    const { document, report, close } = await open('nested', '.keras');
    close();
    expect(document.nodes).toMatchObject({
      tower: { type: 'block:tower' },
      tower_call_2: { type: 'block:tower', weightsOf: 'tower' },
      shared_dense_call_2: { weightsOf: 'shared_dense' },
      tail: { type: 'block:tail' },
    });
    expect(document.blocks?.tail?.nodes.inner).toEqual({ type: 'block:inner' });
    const names = [...inferDocument(document).nodes.keys()];
    expect(names).toContain('tail.inner.dense_1');
    expect(report.producer).toBe('Keras 3.15.1');
    const renamed = report.entries.find(({ source }) => source === 'Dense "shared dense"');
    expect(renamed?.note).toBe('The name "shared dense" became "shared_dense".');
  });

  it('keeps frozen layers frozen and penalties and constraints', async () => {
    const frozen = await open('frozen', '.keras');
    frozen.close();
    expect(frozen.document.nodes.conv?.trainable).toBe(false);
    expect(frozen.document.nodes.out?.trainable).toBeUndefined();
    const nested = await open('nested', '.h5');
    nested.close();
    expect(nested.document.nodes.shared_dense?.parameters).toMatchObject({
      kernel_regularizer: { l1: 0, l2: 0.01 },
      kernel_constraint: { name: 'max_norm', max_value: 2, axis: 0 },
    });
  });
});
