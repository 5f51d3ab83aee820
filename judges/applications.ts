import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadEngine } from '../main/engines/load-engine.ts';
import { importKerasFile } from '../main/importing/keras-files/import-keras-file.ts';
import { exportModel } from '../main/keras-files/export-model.ts';
import { difference as relative } from '../main/onnx/difference.ts';
import { serializeDocument } from '../shared/document/serialize.ts';
import { compareGolden, readGolden } from '../shared/importers/keras/golden-testing.ts';
import { inferDocument } from '../shared/inference/infer.ts';
import { importedWeightStore } from './imported-weights.ts';

/**
 * Imports a network that Keras saved into a folder as model.keras and model.h5, computes it on native TensorFlow and writes the way back in
 * both forms, FOLDER/back.keras and FOLDER/back.h5: `node applications.mjs FOLDER`. Writes one JSON line: what differs, the largest relative
 * difference of the outputs, and of each file the time of the import and the memory at its peak after it. Both files give the same document
 * and the same weights to the bit, so that one output stands for both; where they do not, it is a finding.
 */
const [folder = '.'] = process.argv.slice(2);
const floats = (name: string) =>
  new Float32Array(Uint8Array.from(readFileSync(path.join(folder, name))).buffer);
const golden = readGolden(gunzipSync(readFileSync(path.join(folder, 'golden.json.gz'))).toString());
const findings: string[] = [];

async function importFile(name: string) {
  const started = performance.now();
  const imported = await importKerasFile(path.join(folder, name));
  const found = [...compareGolden(golden, imported.document), ...imported.report.warnings];
  findings.push(...found.map(finding => `${name}: ${finding}`));
  const weights = new Map<string, Float32Array>();
  for (const weight of imported.weights) {
    const elements = weight.read();
    if (elements instanceof Float32Array) weights.set(weight.name, elements);
  }
  const ms = Math.round(performance.now() - started);
  return { imported, weights, figures: { ms, mb: Math.round(process.resourceUsage().maxRSS / 1024) } };
}

const { imported, weights, figures } = await importFile('model.keras');
for (const format of ['keras', 'h5'] as const)
  await exportModel({
    document: imported.document,
    format,
    output: path.join(folder, `back.${format}`),
    weights: importedWeightStore(imported.weights),
    seed: 1,
  });
imported.close();
const legacy = await importFile('model.h5');
legacy.imported.close();
if (serializeDocument(legacy.imported.document) !== serializeDocument(imported.document))
  findings.push('model.h5 gives another document than model.keras');
const other = [...weights].find(([name, elements]) => !isSame(elements, legacy.weights.get(name)));
if (other || legacy.weights.size !== weights.size)
  findings.push(`model.h5 gives other weights than model.keras: ${other?.[0] ?? 'more'}`);
legacy.weights.clear();
let difference: number | null = null;
if (findings.length === 0) {
  const inference = inferDocument(imported.document);
  const engine = await loadEngine('tensorflow');
  const model = engine.build({
    graph: inference.graph,
    inference,
    seed: 1,
    weights: { get: name => weights.get(name) },
  });
  const shape = JSON.parse(readFileSync(path.join(folder, 'input.json'), 'utf8')) as readonly number[];
  const [output] = model.predict([{ shape, data: floats('input.bin') }], { beforeFinalActivation: true });
  if (output)
    ({ maxRelDiff: difference } = relative({ shape: output.shape, data: floats('output.bin') }, output));
}
console.log(JSON.stringify({ findings, difference, 'model.keras': figures, 'model.h5': legacy.figures }));

function isSame(a: Float32Array, b: Float32Array | undefined): boolean {
  if (!b) return false;
  const bytes = (array: Float32Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return bytes(a).equals(bytes(b));
}
