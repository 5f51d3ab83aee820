import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { comparisonWeightStore } from '../../shared/exporters/onnx/comparison-weights.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import type { BatteryCase } from '../../shared/layers/battery-cases/battery-case.ts';
import { TFJS_CLASSES } from '../../shared/layers/tfjs-classes.ts';
import { findTemplate } from '../../shared/templates/index.ts';
import type { Engine, NumericTensor } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { caseDocument } from '../onnx/battery-checks.ts';
import { difference } from '../onnx/difference.ts';
import { randomInputs } from '../onnx/random-inputs.ts';
import { chain } from '../onnx/testing.ts';
import { exportModel } from './export-model.ts';

const modules = import.meta.glob<{ CASES?: readonly BatteryCase[] }>(
  '../../shared/layers/battery-cases/*.ts',
  { eager: true },
);
const CASES = Object.values(modules).flatMap(({ CASES: cases }) => cases ?? []);
/** The largest difference by the deviation of our values. */
const LARGEST_DIFFERENCE = 1e-4;
const SEED = 7;

/** What tf.loadLayersModel reads from a folder: tfjs-node's file handler, in a few lines. */
function fromFolder(file: string): tf.io.IOHandler {
  return {
    async load() {
      const json: {
        modelTopology: object;
        weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
      } = JSON.parse(await readFile(file, 'utf8'));
      const paths = json.weightsManifest.flatMap(group => group.paths);
      const parts = await Promise.all(paths.map(name => readFile(path.join(path.dirname(file), name))));
      const bytes = new Uint8Array(Buffer.concat(parts));
      return {
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest.flatMap(group => group.weights),
        weightData: bytes.buffer,
      };
    },
  };
}

/** The worst difference between stock tfjs's outputs of an exported file and those of our engine. */
async function compare(engine: Engine, document: NetloomDocument, file: string): Promise<number> {
  const inference = inferDocument(document);
  const weights = comparisonWeightStore(inference, SEED);
  await exportModel({ document, format: 'tfjs', output: file, weights, seed: SEED });
  const inputs = randomInputs(inference, 2, SEED);
  const ordered = [...inference.graph.nodes.keys()].flatMap(name => inputs.get(name) ?? []);
  const built = engine.build({ graph: inference.graph, inference, seed: SEED, weights });
  const ours = built.predict(ordered);
  built.dispose();
  const model = await tf.loadLayersModel(fromFolder(file));
  const tensors = ordered.map(({ data, shape }) => tf.tensor(data, [...shape]));
  const answer = model.predict(tensors);
  const theirs = (Array.isArray(answer) ? answer : [answer]).map(
    (tensor): NumericTensor => ({ shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) }),
  );
  model.dispose();
  return Math.max(
    ...ours.map((tensor, i) => {
      const other = theirs[i];
      const found = other && difference(tensor, other, 'deviation');
      return found && !found.shapes ? found.maxRelDiff : Number.POSITIVE_INFINITY;
    }),
  );
}

describe('tfjs export', () => {
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-tfjs-'));
    engine = await loadEngine('javascript');
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  for (const type of Object.keys(TFJS_CLASSES))
    it(`${type}: stock tfjs computes what we compute, or the case is refused`, {
      timeout: 120_000,
    }, async () => {
      const findings: string[] = [];
      let compared = 0;
      const cases = CASES.filter(battery => battery.type === type);
      for (const [i, battery] of cases.entries())
        try {
          const worst = await compare(engine, caseDocument(battery), path.join(folder, `${type}${i}.json`));
          compared += 1;
          if (!(worst <= LARGEST_DIFFERENCE)) findings.push(`${JSON.stringify(battery)}: ${worst}`);
        } catch (error) {
          if (!(error instanceof ExportError)) findings.push(`${JSON.stringify(battery)}: ${String(error)}`);
        }
      expect(findings, findings.join('\n')).toEqual([]);
      expect(compared > 0 || cases.length === 0).toBe(true);
    });

  for (const template of ['lenet-5', 'digits-cnn', 'segmentation'])
    it(`${template}: loads in stock tfjs`, { timeout: 60_000 }, async () => {
      const document = findTemplate(template)?.build();
      if (!document) throw new Error(`no template ${template}`);
      expect(await compare(engine, document, path.join(folder, `${template}.json`))).toBeLessThan(
        LARGEST_DIFFERENCE,
      );
    });

  it('splits the weights into files of 4 MB', async () => {
    const document = chain('wide', [
      ['input', 'InputLayer', { shape: [600] }],
      ['dense', 'Dense', { units: 2000 }],
    ]);
    await exportModel({ document, format: 'tfjs', output: path.join(folder, 'wide.json'), seed: 1 });
    const shards = (await readdir(folder)).filter(name => name.startsWith('wide-shard')).sort();
    expect(shards).toEqual(['wide-shard1of2.bin', 'wide-shard2of2.bin']);
    const sizes = await Promise.all(shards.map(async name => (await stat(path.join(folder, name))).size));
    // (600 + 1) × 2000 elements of 4 bytes are 4,808,000 bytes.
    expect(sizes).toEqual([4_194_304, 613_696]);
  });

  it('names the layers that tfjs lacks and writes nothing', async () => {
    const document = chain('refused', [
      ['input', 'InputLayer', { shape: [8, 8, 4] }],
      ['sharp', 'LocalResponseNormalization'],
      ['dense', 'Dense', { activation: 'hard_sigmoid' }],
    ]);
    const output = path.join(folder, 'refused.json');
    await expect(exportModel({ document, format: 'tfjs', output, seed: 1 })).rejects.toThrow(
      /sharp needs the operation .*dense has the activation hard_sigmoid/,
    );
    expect((await readdir(folder)).filter(name => name.includes('refused'))).toEqual([]);
  });
});
