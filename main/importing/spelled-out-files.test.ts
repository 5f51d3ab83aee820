import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseDocument } from '../../shared/document/serialize.ts';
import { ENCODER_SAMPLES } from '../../shared/importers/onnx/blocks/encoder-samples.ts';
import { wave } from '../../shared/importers/onnx/onnx-samples.ts';
import {
  ATTENTION_SAMPLES,
  SPELLED_ATTENTIONS,
} from '../../shared/importers/onnx/patterns/attention/attention-samples.ts';
import { CHANNELS_SAMPLES } from '../../shared/importers/onnx/patterns/channels-samples.ts';
import { NORMALIZATION_SAMPLES } from '../../shared/importers/onnx/patterns/normalization-samples.ts';
import { RECURRENT_SAMPLES } from '../../shared/importers/onnx/recurrent/recurrent-samples.ts';
import { onnxBytes } from '../../shared/importers/onnx/testing.ts';
import { exportOnnx } from '../onnx/export-onnx.ts';
import { runOnnxFile } from '../onnx/runtime.ts';
import { readRunWeights } from '../runs/run-weights.ts';
import { temporaryFolder } from '../training/testing.ts';
import { runImportJob } from './import-job.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const WITH_BLOCKS = [...SPELLED_ATTENTIONS, ...ENCODER_SAMPLES].map(
  ([title, model]) => [title, model, null] as const,
);

it.each([
  ...RECURRENT_SAMPLES,
  ...ATTENTION_SAMPLES,
  ...CHANNELS_SAMPLES,
  ...NORMALIZATION_SAMPLES,
  ...WITH_BLOCKS,
])('reads %s, and gives back what computes the same', async (title, model, types) => {
  const name = title.replace(/\W+/g, '-').slice(0, 40);
  const [file, back] = [path.join(folder, `${name}.onnx`), path.join(folder, `${name}-back.onnx`)];
  await writeFile(file, onnxBytes(model));
  const { text, run } = await runImportJob({ file, run: { among: path.join(folder, name) } });
  const document = parseDocument(text);
  const found = Object.values(document.nodes).map(({ type }) => type);
  if (types) expect(found.sort()).toEqual([...types].sort());
  else expect(found.some(type => type.startsWith('block:'))).toBe(true);
  const weights = run === null ? undefined : await readRunWeights(run);
  await exportOnnx({ document, output: back, weights, seed: 1, engine: null });
  const inputs = new Map(
    model.inputs.map(([input, shape]) => {
      const extents = (shape ?? []).map(dim => (typeof dim === 'number' ? dim : 4));
      return [
        input,
        {
          shape: extents,
          data: Float32Array.from(
            wave(
              extents.reduce((a, b) => a * b, 1),
              0.91,
            ),
          ),
        },
      ];
    }),
  );
  const [before, after] = [await runOnnxFile(file, inputs), await runOnnxFile(back, inputs)];
  expect([...after.outputs.keys()]).toEqual([...before.outputs.keys()]);
  for (const [output, reference] of before.outputs) {
    const found = after.outputs.get(output);
    expect(found?.shape).toEqual(reference.shape);
    const differences = reference.data.map((value, i) => Math.abs(value - (found?.data[i] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1e-5);
  }
});
