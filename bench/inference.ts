import { applyEdits, type DocumentEdit } from '../shared/document/edits.ts';
import type { Json } from '../shared/document/json.ts';
import type { NetloomDocument } from '../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../shared/document/serialize.ts';
import { type Inference, inferDocument, updateInference } from '../shared/inference/infer.ts';
import { chain, densenet201 } from './networks.ts';
import { median, tell, timed } from './statistics.ts';

/** The networks measured, by name. */
const NETWORKS: Readonly<Record<string, NetloomDocument>> = {
  'chain 100': chain(100),
  'chain 1000': chain(1_000),
  'chain 10000': chain(10_000),
  'densenet201-like': densenet201(),
};

function full(name: string, document: NetloomDocument): void {
  const opened = parseDocument(serializeDocument(document));
  const nodes = Object.keys(document.nodes).length;
  const rounds = nodes > 5_000 ? 15 : 101;
  const times: number[] = [];
  // Nothing of an earlier inference is remembered, so the document can stay.
  for (let i = -20; i < rounds; i++) {
    const start = performance.now();
    inferDocument(opened);
    if (i >= 0) times.push(performance.now() - start);
  }
  const ms = median(times);
  tell({
    bench: 'inference',
    network: name,
    nodes,
    what: 'full',
    ms,
    'us/node': (ms * 1_000) / nodes,
    'best us/node': (Math.min(...times) * 1_000) / nodes,
  });
}

/** The time of one edit with its patches and the inference behind it. */
function edited(document: NetloomDocument, inference: Inference, edit: DocumentEdit): number {
  const start = performance.now();
  updateInference(inference, applyEdits(document, [edit]));
  return performance.now() - start;
}

/** Edits of a convolution, by what they do to the shapes behind it. */
const EDITS: Readonly<Record<string, (filters: number) => readonly [parameter: string, value: Json]>> = {
  'edit that keeps the shape': () => ['activation', 'relu'],
  'edit of the filters (reaches the next convolution, or a whole dense block)': filters => [
    'filters',
    filters + 1,
  ],
  'edit of the padding (reaches the end)': () => ['padding', 'valid'],
};

/**
 * What a session does to the JavaScript engine: it has seen the record of layers in many forms, and copies it the general way from then
 * on instead of by a remembered form.
 */
function age(document: NetloomDocument): void {
  let aged = document;
  for (let i = 0; i < 20; i++) {
    const name = `added${i}`;
    aged = applyEdits(aged, [{ kind: 'addNode', name, node: { type: 'ReLU' } }]).document;
    aged = applyEdits(aged, [{ kind: 'setParameter', name, parameter: 'max_value', value: 6 }]).document;
  }
}

/** Every kind of edit at every convolution (of a large network at 400 of them, evenly spread). */
function edits(name: string, document: NetloomDocument, isAged: boolean): void {
  const opened = parseDocument(serializeDocument(document));
  if (isAged) age(opened);
  const inference = inferDocument(opened);
  const convolutions = Object.entries(opened.nodes).filter(([, node]) => node.parameters?.filters);
  const step = Math.max(1, Math.floor(convolutions.length / 400));
  for (const [what, change] of Object.entries(EDITS)) {
    const times: number[] = [];
    for (let pass = 0; pass < 4; pass++)
      for (let i = 0; i < convolutions.length; i += step) {
        const [layer = '', node] = convolutions[i] ?? [];
        const [parameter, value] = change(Number(node?.parameters?.filters));
        const ms = edited(opened, inference, { kind: 'setParameter', name: layer, parameter, value });
        if (pass > 0) times.push(ms);
      }
    const worst = Math.max(...times);
    const session = isAged ? 'layers were added before' : 'fresh';
    tell({ bench: 'inference', network: name, what, session, 'median ms': median(times), 'worst ms': worst });
  }
}

/** tfjs builds the same chain layer by layer, which computes its shapes (and nothing else is asked of it). */
async function tfjsBuilding(name: string, document: NetloomDocument): Promise<void> {
  const tf = await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  const nodes = Object.values(document.nodes);
  const build = () => {
    const before = tf.memory().numTensors;
    const model = tf.sequential();
    for (const [i, { type, parameters }] of nodes.entries()) {
      if (i === 0) continue;
      const input = i === 1 ? { inputShape: [32, 32, 3] } : {};
      if (parameters?.filters)
        model.add(
          tf.layers.conv2d({ ...input, filters: Number(parameters.filters), kernelSize: 3, padding: 'same' }),
        );
      else model.add(type === 'ReLU' ? tf.layers.reLU() : tf.layers.batchNormalization());
    }
    model.dispose();
    return tf.memory().numTensors - before;
  };
  const ms = timed(nodes.length > 500 ? 3 : 9, build, 1);
  tell({
    bench: 'inference',
    rival: `tfjs ${tf.version.tfjs} tf.sequential`,
    network: name,
    nodes: nodes.length,
    what: 'full',
    ms,
    'us/node': (ms * 1_000) / nodes.length,
  });
}

/** `node inference.mjs NAME`: one network in a process of its own; without a name, the names. */
const [, , name] = process.argv;
const document = name === undefined ? undefined : NETWORKS[name];
if (name === undefined || !document) console.log(JSON.stringify(Object.keys(NETWORKS)));
else {
  full(name, document);
  edits(name, document, false);
  edits(name, document, true);
  if (name === 'chain 100' || name === 'chain 1000') await tfjsBuilding(name, document);
}
