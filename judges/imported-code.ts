import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importModelFile } from '../main/importing/import-model-file.ts';
import { exportModel } from '../main/keras-files/export-model.ts';
import { writeTorchFiles } from '../main/pytorch/write-torch-files.ts';
import { writeSafetensors } from '../main/runs/safetensors.ts';
import { summarize } from '../shared/analysis/summary.ts';
import { parseDocument, serializeDocument } from '../shared/document/serialize.ts';
import { permuteData } from '../shared/exporters/onnx/permute.ts';
import { inferDocument } from '../shared/inference/infer.ts';
import { importedWeightStore } from './imported-weights.ts';

/**
 * Imports a model and writes it as PyTorch and Keras source and as .keras, in the form that torch_code.py and keras_code.py judge:
 * `node imported-code.mjs FOLDER MODEL`. FOLDER/tensors.json tells the extents of FOLDER/input.bin and FOLDER/output.bin, the
 * original's own numbers. Writes FOLDER/torch/network, FOLDER/keras/network and one JSON line of figures.
 */
const [folder = '.', model = 'model.onnx'] = process.argv.slice(2);
const extents: Readonly<Record<string, readonly number[]>> = JSON.parse(
  readFileSync(path.join(folder, 'tensors.json'), 'utf8'),
);
const tensor = (name: string) => ({
  shape: extents[name] ?? [],
  data: new Float32Array(Uint8Array.from(readFileSync(path.join(folder, `${name}.bin`))).buffer),
});
const [input, output] = [tensor('input'), tensor('output')];

const network = await importModelFile(path.join(folder, model));
const weights = importedWeightStore(network.weights);
const document = parseDocument(serializeDocument(network.document));
const inference = inferDocument(document);
const { params, trainableParams } = summarize(inference, document.name).totals;

const kerasFolder = path.join(folder, 'keras', 'network');
mkdirSync(kerasFolder, { recursive: true });
const request = { document, weights, seed: 1 };
await exportModel({ ...request, format: 'keras', output: path.join(kerasFolder, 'model.keras') });
await exportModel({ ...request, format: 'keras-code', output: path.join(kerasFolder, 'model.py') });
renameSync(path.join(kerasFolder, 'model.safetensors'), path.join(kerasFolder, 'weights.safetensors'));
const numbers = new Map([
  ['input/0', input],
  ['output/0', output],
]);
await writeSafetensors(path.join(kerasFolder, 'data.safetensors'), numbers);
const about = { title: model, refused: null, params, formats: ['code', 'keras'], onTorch: false };
writeFileSync(path.join(kerasFolder, 'about.json'), JSON.stringify(about));

const torchFolder = path.join(folder, 'torch', 'network');
mkdirSync(torchFolder, { recursive: true });
const source = await writeTorchFiles({
  name: 'network',
  inference,
  output: path.join(torchFolder, 'network.py'),
  weights,
  seed: 1,
  producer: 'Netloom',
});
const inItsLayout = ({ shape, data }: typeof input, permutation: readonly number[] | null | undefined) => ({
  shape: permutation ? permutation.map(axis => shape[axis] ?? 1) : shape,
  data: [...(permutation ? permuteData(data, shape, permutation) : data)],
});
const expected = {
  className: source.className,
  params,
  trainable: trainableParams,
  inputs: [{ ...inItsLayout(input, source.inputs[0]?.permutation), dtype: 'float32' }],
  outputs: [inItsLayout(output, source.outputs[0]?.permutation)],
};
writeFileSync(path.join(torchFolder, 'expected.json'), JSON.stringify(expected));
const carried = network.report.entries.filter(({ kind }) => kind === 'operator').length;
const { parameters, computed } = network.report;
network.close();
console.log(
  JSON.stringify({ layers: Object.keys(document.nodes).length, carried, params, parameters, computed }),
);
