import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describedWeights } from '../../shared/exporters/initial-weight-store.ts';
import { elementCount } from '../../shared/exporters/onnx/model.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { TEMPLATES } from '../../shared/templates/index.ts';
import type { Engine } from '../engines/engine.ts';
import { defaultEngineName, loadEngine } from '../engines/load-engine.ts';
import { exportOnnx } from './export-onnx.ts';

/** The largest ones (AlexNet, VGG: gigabytes of memory) run where NETLOOM_ALL_TEMPLATES is set. */
const LARGEST = process.env.NETLOOM_ALL_TEMPLATES ? Number.POSITIVE_INFINITY : 30e6;
/** On the engine in plain JavaScript a deep network takes minutes. */
const LARGEST_IN_JAVASCRIPT = 100_000;

describe('every template leaves as ONNX that ONNX Runtime confirms', () => {
  let engine: Engine;
  let folder: string;
  beforeAll(async () => {
    engine = await loadEngine(await defaultEngineName());
    folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-templates-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  for (const template of TEMPLATES)
    it(template.id, { timeout: 600_000 }, async ({ skip }) => {
      const document = template.build();
      const weights = [...describedWeights(inferDocument(document)).values()];
      const count = weights.reduce((sum, weight) => sum + elementCount(weight.shape), 0);
      skip(
        count > LARGEST,
        `${count} weights need too much memory here; set NETLOOM_ALL_TEMPLATES to run it`,
      );
      skip(
        engine.name === 'javascript' && count > LARGEST_IN_JAVASCRIPT,
        'native TensorFlow is not set up, and the engine in JavaScript takes too long',
      );
      const output = path.join(folder, `${template.id}.onnx`);
      const { verification, bytes } = await exportOnnx({ document, output, seed: 1, engine });
      expect(verification?.maxRelDiff).toBeLessThanOrEqual(1e-4);
      expect((await stat(output)).size).toBe(bytes);
      if (process.env.NETLOOM_ALL_TEMPLATES) {
        const { rss } = process.memoryUsage();
        console.log(JSON.stringify({ template: template.id, bytes, rss, ...verification }));
      }
      await rm(output);
    });
});
