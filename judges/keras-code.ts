import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDocument } from '../app/cli/document-file.ts';
import type { NumericTensor } from '../main/engines/engine.ts';
import { loadEngine } from '../main/engines/load-engine.ts';
import { importModelFile } from '../main/importing/import-model-file.ts';
import { writeKeras, writeLegacyH5 } from '../main/keras-files/write-keras.ts';
import { writeWeightsFile } from '../main/keras-files/write-safetensors.ts';
import { BATTERY_CASES } from '../main/onnx/battery-cases.ts';
import { caseDocument } from '../main/onnx/battery-checks.ts';
import { comparisonBatch } from '../main/onnx/memory.ts';
import { randomInputs } from '../main/onnx/random-inputs.ts';
import { writeSafetensors } from '../main/runs/safetensors.ts';
import type { NetloomDocument } from '../shared/document/schema.ts';
import { buildKerasModel } from '../shared/exporters/keras/build-keras-model.ts';
import { kerasCode } from '../shared/exporters/keras/keras-code.ts';
import { comparisonWeightStore } from '../shared/exporters/onnx/comparison-weights.ts';
import { cutFinalActivations } from '../shared/exporters/onnx/cut-graph.ts';
import { ExportError } from '../shared/exporters/onnx/export-error.ts';
import type { ImportedWeight } from '../shared/importers/imported-network.ts';
import { type Inference, inferDocument, inferGraph } from '../shared/inference/infer.ts';
import type { WeightStore } from '../shared/layers/weight-store.ts';
import { findTemplate } from '../shared/templates/index.ts';
import { diesOnTensorFlow } from './keras-limits.ts';

/**
 * Exports networks to Keras, each into a folder of its own beside what our engine computes on random inputs:
 * `node keras-code.mjs FOLDER battery [TYPE...] | FOLDER sample CASES_OF_EACH_TYPE | FOLDER networks NAME_OR_FILE...`. Comparison weights, by which every mistake shows; an imported
 * .keras, .h5 or .onnx file keeps its own.
 */
const SEED = 5;
const [folder = '.', kind, ...names] = process.argv.slice(2);
const engine = await loadEngine('tensorflow');
if (kind === 'battery' || kind === 'sample') {
  const most = kind === 'sample' ? Number(names[0]) : Number.POSITIVE_INFINITY;
  const seen = new Map<string, number>();
  for (const [i, battery] of BATTERY_CASES.entries()) {
    const count = (seen.get(battery.type) ?? 0) + 1;
    seen.set(battery.type, count);
    if (kind === 'sample' ? count <= most : names.length === 0 || names.includes(battery.type))
      await exportNetwork(
        `${battery.type}-${i}`,
        caseDocument(battery),
        inferDocument(caseDocument(battery)),
        JSON.stringify(battery),
        3,
      );
  }
} else
  for (const name of names) {
    const imported = /\.(keras|h5|onnx)$/.test(name) ? await importModelFile(name) : null;
    const document = imported?.document ?? findTemplate(name)?.build() ?? (await readDocument(name));
    const whole = inferDocument(document);
    const cut = inferGraph(cutFinalActivations(whole.graph, whole));
    const batch = Math.min(2, comparisonBatch(cut));
    await exportNetwork(
      path.basename(name),
      document,
      cut,
      name,
      batch,
      imported && storeOf(imported.weights),
    );
    imported?.close();
  }

/** The weights of an imported file; its whole numbers (indices, shapes) mean something, no others can stand for them. */
function storeOf(list: readonly ImportedWeight[]): WeightStore {
  const byName = new Map(list.map(weight => [weight.name, weight]));
  return {
    get(name) {
      const elements = byName.get(name)?.read();
      return elements instanceof Float32Array ? elements : undefined;
    },
    elements: name => byName.get(name)?.read(),
  };
}

async function exportNetwork(
  name: string,
  document: NetloomDocument,
  inference: Inference,
  title: string,
  batch: number,
  own: WeightStore | null = null,
): Promise<void> {
  const target = path.join(folder, name);
  mkdirSync(target, { recursive: true });
  const weights = own ?? comparisonWeightStore(inference, SEED);
  const about = {
    title,
    refused: null as string | null,
    params: 0,
    formats: ['keras', 'h5', 'code'],
    onTorch: false,
    diesOnTensorFlow: false,
  };
  try {
    const model = buildKerasModel('network', inference);
    for (const node of inference.nodes.values()) {
      about.diesOnTensorFlow ||= diesOnTensorFlow(node.node.type);
      about.onTorch ||= about.diesOnTensorFlow || node.parameters.data_format === 'channels_first';
      for (const { shape } of node.ownWeights) about.params += shape.reduce((a, b) => a * b, 1);
    }
    const content = { model, weights, training: null };
    await writeKeras(path.join(target, 'model.keras'), content);
    await writeLegacyH5(path.join(target, 'model.h5'), content);
    const source = kerasCode({
      document,
      inference,
      model,
      training: null,
      weightsFile: 'weights.safetensors',
    });
    writeFileSync(path.join(target, 'model.py'), source);
    const list = model.sources.flatMap(one => one.weights);
    await writeWeightsFile(path.join(target, 'weights.safetensors'), list, weights);
    const inputs = randomInputs(inference, batch, SEED);
    const ordered = [...inference.graph.nodes.keys()].flatMap(node => inputs.get(node) ?? []);
    const built = engine.build({ graph: inference.graph, inference, seed: SEED, weights });
    const outputs = built.predict(ordered, { nodes: inference.graph.outputs });
    built.dispose();
    const data = new Map<string, NumericTensor>();
    for (const [i, tensor] of ordered.entries()) data.set(`input/${i}`, tensor);
    for (const [i, tensor] of outputs.entries()) data.set(`output/${i}`, tensor);
    await writeSafetensors(path.join(target, 'data.safetensors'), data);
  } catch (error) {
    about.refused = `${error instanceof ExportError ? '' : 'CRASH '}${error instanceof Error ? error.message : String(error)}`;
    if (!(error instanceof ExportError)) console.error(error);
  }
  writeFileSync(path.join(target, 'about.json'), JSON.stringify(about));
}
