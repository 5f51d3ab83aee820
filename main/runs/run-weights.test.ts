import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { describedWeights, initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { exportModel } from '../keras-files/export-model.ts';
import { exportOnnx } from '../onnx/export-onnx.ts';
import { runOnnxFile } from '../onnx/runtime.ts';
import { chain } from '../onnx/testing.ts';
import { temporaryFolder } from '../training/testing.ts';
import { RunFolder } from './run-folder.ts';
import { fittingRunWeights } from './run-weights.ts';
import { readSafetensors } from './safetensors.ts';

const SEED = 5;
const EPSILON = 1e-3;

/** Features, a normalization and a head of so many units. */
function network(head: string, units: number, features = 'features'): NetloomDocument {
  return chain('transfer', [
    ['x', 'InputLayer', { shape: [4] }],
    [features, 'Dense', { units: 3 }],
    ['norm', 'BatchNormalization', { epsilon: EPSILON }],
    [head, 'Dense', { units }],
  ]);
}

/** Numbers that no initializer gives, other ones for each weight. */
function learned(name: string, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => ((i * 7 + name.length * 3) % 11) / 10 + 0.15);
}

let folder: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await temporaryFolder();
  const document = network('head', 2);
  const run = new RunFolder(at('run'));
  const source = { file: 'a.onnx', format: 'onnx' };
  await run.create(
    { format: 'netloom-run', version: 1, document: 'transfer', status: 'imported', source, started: 0 },
    document,
  );
  await run.writeImported(
    [...describedWeights(inferDocument(document))].map(([name, { shape }]) => ({
      name,
      dtype: 'float32',
      shape,
      read: () =>
        learned(
          name,
          shape.reduce((product, extent) => product * extent, 1),
        ),
    })),
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** Dense without activation, by hand. */
function dense(x: readonly number[], kernel: Float32Array, bias: Float32Array): number[] {
  return [...bias].map((start, unit) =>
    x.reduce((sum, value, i) => sum + value * (kernel[i * bias.length + unit] ?? Number.NaN), start),
  );
}

describe("an export after a change of the network's head", () => {
  const changed = network('head', 3);
  const fresh = (name: string) =>
    initialWeightStore(inferDocument(changed), SEED).get(name) ?? new Float32Array();

  it('takes the weights that fit and initial ones of the seed for the rest, and names their layers', async () => {
    const { store, fresh: names, freshLayers } = await fittingRunWeights(at('run'), changed, SEED);
    expect([...names].sort()).toEqual(['head/bias', 'head/kernel']);
    expect(freshLayers).toEqual(['head']);
    expect(store.get('features/kernel')).toEqual(learned('features/kernel', 12));
    expect(store.get('norm/moving_variance')).toEqual(learned('norm/moving_variance', 3));
    expect(store.get('head/kernel')).toEqual(fresh('head/kernel'));
    expect(store.count?.('head/kernel')).toBe(9);
  });

  it('ONNX Runtime computes from the file what a hand calculation gives, and the comparison holds', async () => {
    const { store, fresh: names } = await fittingRunWeights(at('run'), changed, SEED);
    const output = at('changed.onnx');
    const engine = await loadEngine('javascript');
    const { verification } = await exportOnnx({
      document: changed,
      output,
      weights: store,
      fresh: names,
      seed: SEED,
      engine,
    });
    expect(verification?.maxRelDiff).toBeLessThan(1e-5);

    const x = [0.5, -1, 2, 0.25];
    const hidden = dense(x, learned('features/kernel', 12), learned('features/bias', 3));
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(name =>
      learned(`norm/${name}`, 3),
    );
    const normal = hidden.map(
      (value, i) =>
        ((value - (mean?.[i] ?? 0)) / Math.sqrt((variance?.[i] ?? 0) + EPSILON)) * (gamma?.[i] ?? 0) +
        (beta?.[i] ?? 0),
    );
    const expected = dense(normal, fresh('head/kernel'), new Float32Array(3));
    const { outputs } = await runOnnxFile(
      output,
      new Map([['x', { shape: [1, 4], data: Float32Array.from(x) }]]),
    );
    const found = outputs.get('head')?.data ?? [];
    expect(found).toHaveLength(3);
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5);
  });

  it('a bias that was lost in a layer that begins fresh turns the comparison red, although it is zero there', async () => {
    const { store, fresh: names } = await fittingRunWeights(at('run'), changed, SEED);
    await expect(
      exportOnnx({
        document: changed,
        output: at('lost.onnx'),
        weights: store,
        fresh: names,
        seed: SEED,
        engine: await loadEngine('javascript'),
        alter: model => ({
          ...model,
          graph: {
            ...model.graph,
            nodes: model.graph.nodes.map(node =>
              node.name === 'head' ? { ...node, inputs: node.inputs.slice(0, 2) } : node,
            ),
          },
        }),
      }),
    ).rejects.toMatchObject({ code: 'export.difference' });
  });

  it.each(['keras', 'h5', 'tfjs', 'keras-code', 'pytorch'] as const)('goes out as %s', async format => {
    const { store } = await fittingRunWeights(at('run'), changed, SEED);
    const output = at(`out.${format}`);
    const files = await exportModel({ document: changed, format, output, weights: store, seed: SEED });
    expect(files[0]).toBe(output);
  });

  it('the weights file holds both', async () => {
    const { store } = await fittingRunWeights(at('run'), changed, SEED);
    const output = at('w.safetensors');
    await exportModel({ document: changed, format: 'safetensors', output, weights: store, seed: SEED });
    const { tensors } = await readSafetensors(output);
    expect(tensors.get('norm/gamma')?.data).toEqual(learned('norm/gamma', 3));
    expect(tensors.get('head/kernel')?.data).toEqual(fresh('head/kernel'));
  });
});

it('names the weights of a layer of which others fit, and keeps those of a renamed layer', async () => {
  const wider = chain('transfer', [
    ['x', 'InputLayer', { shape: [9] }],
    ['features', 'Dense', { units: 3 }],
    ['norm', 'BatchNormalization'],
    ['last', 'Dense', { units: 2 }],
  ]);
  const { store, freshLayers } = await fittingRunWeights(at('run'), wider, SEED);
  expect(freshLayers).toEqual(['features (kernel)']);
  expect(store.get('last/kernel')).toEqual(learned('head/kernel', 6));
});

it('all weights fit the network that they were made for', async () => {
  const { fresh, freshLayers } = await fittingRunWeights(at('run'), network('head', 2), SEED);
  expect([...fresh, ...freshLayers]).toEqual([]);
});

it('refuses a run of which nothing fits, with what was expected and what came', async () => {
  const other = chain('other', [
    ['x', 'InputLayer', { shape: [4] }],
    ['features', 'Conv1D', { filters: 5, kernel_size: 1 }],
  ]);
  await expect(
    fittingRunWeights(
      at('run'),
      { ...other, nodes: { ...other.nodes, x: { type: 'InputLayer', parameters: { shape: [7, 4] } } } },
      SEED,
    ),
  ).rejects.toMatchObject({
    code: 'export.weights',
    message:
      "None of the run's weights fits this network by name and shape: features/kernel, the first, should be 1 × 4 × 5; the run has 4 × 3. Export the document that was trained, or choose another run.",
  });
});
