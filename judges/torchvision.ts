import { writeFileSync } from 'node:fs';
import { importModelFile } from '../main/importing/import-model-file.ts';
import { exportOnnx } from '../main/onnx/export-onnx.ts';
import { parseDocument, serializeDocument } from '../shared/document/serialize.ts';
import type { ImportedOnnx } from '../shared/importers/onnx/import-onnx.ts';
import { inferDocument } from '../shared/inference/infer.ts';
import { importedWeightStore } from './imported-weights.ts';

/** Imports an ONNX file and gives it back: `node torchvision.mjs FILE BACK TABLE`; writes shapes to TABLE and one JSON line of figures. */
const [file = '', back = '', table = ''] = process.argv.slice(2);
const started = performance.now();
const network = await importModelFile(file);
const milliseconds = Math.round(performance.now() - started);
const document = parseDocument(serializeDocument(network.document));
const inference = inferDocument(document);
const weights = importedWeightStore(network.weights);
await exportOnnx({ document, output: back, weights, seed: 1, engine: null });
const { tensors } = network as typeof network & Pick<ImportedOnnx, 'tensors'>;
const shapes = Object.fromEntries(
  [...tensors].map(([tensor, { layer, port }]) => [
    tensor,
    inference.nodes.get(layer)?.outputs[port]?.shape ?? null,
  ]),
);
writeFileSync(table, JSON.stringify({ shapes }));
const carried = network.report.entries.filter(({ kind }) => kind === 'operator').length;
const { parameters } = network.report;
network.close();
console.log(
  JSON.stringify({ layers: Object.keys(document.nodes).length, carried, parameters, milliseconds }),
);
