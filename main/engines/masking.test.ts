import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { buildOnnxModel } from '../../shared/exporters/onnx/build-model.ts';
import { runOnnxFile } from '../onnx/runtime.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { loadEngine } from './load-engine.ts';
import { expectClose, MASK_CASES, maskingSuite, networkOf } from './masking-suite.ts';

maskingSuite('masks on the javascript engine', () => loadEngine('javascript'));

describe('masks in ONNX Runtime', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'netloom-masking-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(MASK_CASES)('computes as Keras does: %s', async (name, given) => {
    const { inference, inputs, weights } = networkOf(given);
    const file = path.join(folder, 'masks.onnx');
    for (const opset of [13, 21]) {
      const { model } = buildOnnxModel(name, inference.graph, inference, weights, { opset });
      await writeOnnx(model, file);
      const [input] = inputs;
      const { outputs } = await runOnnxFile(file, new Map(input ? [['x', input]] : []));
      for (const output of outputs.values()) expectClose(output.data, given.output.values, `opset ${opset}`);
    }
  });
});
