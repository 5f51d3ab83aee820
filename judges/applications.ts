import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadEngine } from '../main/engines/load-engine.ts';
import { importKerasFile } from '../main/importing/keras-files/import-keras-file.ts';
import { exportModel } from '../main/keras-files/export-model.ts';
import { difference } from '../main/onnx/difference.ts';
import { compareGolden, readGolden } from '../shared/importers/keras/golden-testing.ts';
import { inferDocument } from '../shared/inference/infer.ts';
import { importedWeightStore } from './imported-weights.ts';

/**
 * Imports a network that Keras saved into a folder and computes it on native TensorFlow:
 * `node applications.mjs FOLDER FILE`. Of model.keras it also writes the way back in both forms, FOLDER/back.keras and FOLDER/back.h5.
 * Writes one JSON line: what differs, the largest relative difference of the outputs, time and peak memory of the import.
 */
const [folder = '.', file = 'model.keras'] = process.argv.slice(2);
const floats = (name: string) =>
  new Float32Array(Uint8Array.from(readFileSync(path.join(folder, name))).buffer);

const golden = readGolden(gunzipSync(readFileSync(path.join(folder, 'golden.json.gz'))).toString());
const started = performance.now();
const imported = await importKerasFile(path.join(folder, file));
const inference = inferDocument(imported.document);
const findings = [...compareGolden(golden, imported.document), ...imported.report.warnings];
const weights = new Map<string, Float32Array>();
for (const weight of imported.weights) {
  const elements = weight.read();
  if (elements instanceof Float32Array) weights.set(weight.name, elements);
}
const milliseconds = Math.round(performance.now() - started);
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
if (file === 'model.keras')
  for (const format of ['keras', 'h5'] as const)
    await exportModel({
      document: imported.document,
      format,
      output: path.join(folder, `back.${format}`),
      weights: importedWeightStore(imported.weights),
      seed: 1,
    });
imported.close();
let maxRelDiff: number | null = null;
if (findings.length === 0) {
  const engine = await loadEngine('tensorflow');
  const model = engine.build({
    graph: inference.graph,
    inference,
    seed: 1,
    weights: { get: name => weights.get(name) },
  });
  const shape = JSON.parse(readFileSync(path.join(folder, 'input.json'), 'utf8')) as readonly number[];
  const [output] = model.predict([{ shape, data: floats('input.bin') }], { beforeFinalActivation: true });
  if (output) maxRelDiff = difference({ shape: output.shape, data: floats('output.bin') }, output).maxRelDiff;
}
console.log(JSON.stringify({ findings, maxRelDiff, milliseconds, memory }));
