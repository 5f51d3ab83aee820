// Writes networks as PyTorch for the judge: for each, the module, its weights, one input per input layer and our own outputs.
//   node torch-files.mjs FOLDER cases | templates | TYPE | TEMPLATE | FILE.netloom...
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine, NumericTensor } from '../main/engines/engine.ts';
import { loadEngine } from '../main/engines/load-engine.ts';
import { BATTERY_CASES } from '../main/onnx/battery-cases.ts';
import { caseDocument } from '../main/onnx/battery-checks.ts';
import { randomInputs } from '../main/onnx/random-inputs.ts';
import { writeTorchFiles } from '../main/pytorch/write-torch-files.ts';
import { summarize } from '../shared/analysis/summary.ts';
import type { NetloomDocument } from '../shared/document/schema.ts';
import { parseDocument } from '../shared/document/serialize.ts';
import { comparisonWeightStore } from '../shared/exporters/onnx/comparison-weights.ts';
import { cutFinalActivations } from '../shared/exporters/onnx/cut-graph.ts';
import { permuteData } from '../shared/exporters/onnx/permute.ts';
import type { TorchPort } from '../shared/exporters/pytorch/build-module.ts';
import { type Inference, inferDocument, inferGraph } from '../shared/inference/infer.ts';
import { TEMPLATES } from '../shared/templates/index.ts';

const SEED = 7;
const BATCH = 2;
interface Network {
  readonly name: string;
  readonly inference: Inference;
}

/** Whole networks are compared before a final activation: softmax flattens differences, or blows up those of large scores. */
function cut(name: string, document: NetloomDocument): Network {
  const inference = inferDocument(document);
  return { name, inference: inferGraph(cutFinalActivations(inference.graph, inference)) };
}

/** The networks asked for, each with a name; made one at a time. */
function* networks(wanted: readonly string[]): Generator<Network> {
  for (const word of wanted) {
    const cases = BATTERY_CASES.filter(({ type }) => word === 'cases' || type === word);
    for (const [i, battery] of cases.entries())
      yield { name: `${battery.type}-${i}`, inference: inferDocument(caseDocument(battery)) };
    const templates = TEMPLATES.filter(({ id }) => word === 'templates' || id === word);
    for (const template of templates) yield cut(template.id, template.build());
    if (cases.length + templates.length === 0)
      yield cut(path.parse(word).name, parseDocument(readFileSync(word, 'utf8')));
  }
}

function saved({ shape, data }: NumericTensor, port: TorchPort | undefined) {
  const { permutation } = port ?? {};
  const moved = permutation ? permuteData(data, shape, permutation) : data;
  return { shape: permutation ? permutation.map(axis => shape[axis] ?? 1) : shape, data: [...moved] };
}

async function write(engine: Engine, folder: string, { name, inference }: Network) {
  const weights = comparisonWeightStore(inference, SEED);
  mkdirSync(folder, { recursive: true });
  const output = path.join(folder, 'network.py');
  const { className, inputs, outputs } = await writeTorchFiles({
    name,
    inference,
    output,
    weights,
    seed: SEED,
    producer: 'Netloom',
  });
  const feeds = randomInputs(inference, BATCH, SEED);
  const model = engine.build({ graph: inference.graph, inference, seed: SEED, weights });
  const ordered = [...inference.graph.nodes.keys()].flatMap(input => feeds.get(input) ?? []);
  const results = model.predict(ordered);
  model.dispose();
  const { totals } = summarize(inference, name);
  writeFileSync(
    path.join(folder, 'expected.json'),
    JSON.stringify({
      name,
      className,
      params: totals.params,
      trainable: totals.trainableParams,
      inputs: inputs.map(port => {
        const feed = feeds.get(port.layer);
        if (!feed) throw new Error(`${name} has no numbers for ${port.layer}.`);
        return { ...saved(feed, port), dtype: port.dtype };
      }),
      outputs: results.map((result, i) => saved(result, outputs[i])),
    }),
  );
}

const [folder = '', ...wanted] = process.argv.slice(2);
const engine = await loadEngine('tensorflow');
for (const network of networks(wanted)) {
  const { name } = network;
  const target = path.join(folder, name);
  try {
    await write(engine, target, network);
  } catch (error) {
    mkdirSync(target, { recursive: true });
    writeFileSync(
      path.join(target, 'refused.json'),
      JSON.stringify({ name, message: error instanceof Error ? error.message : String(error) }),
    );
  }
}
