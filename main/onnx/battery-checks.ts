import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../shared/document/json.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { emptyDocument } from '../../shared/document/schema.ts';
import { OPTIMIZER_DEFAULTS } from '../../shared/document/training-defaults.ts';
import { BATCH, type Dim, formatShape, type Shape } from '../../shared/document/value.ts';
import { describedWeights } from '../../shared/exporters/initial-weight-store.ts';
import { buildOnnxModel, type OnnxOptions } from '../../shared/exporters/onnx/build-model.ts';
import { comparisonWeightStore } from '../../shared/exporters/onnx/comparison-weights.ts';
import { allProblems, type Inference, inferDocument } from '../../shared/inference/infer.ts';
import type { BatteryCase } from '../../shared/layers/battery-cases/battery-case.ts';
import type { LayerType } from '../../shared/layers/contract.ts';
import { parseParameters } from '../../shared/layers/parse-parameters.ts';
import type { Engine, EngineModel } from '../engines/engine.ts';
import { difference } from './difference.ts';
import { randomInputs } from './random-inputs.ts';
import { runOnnxFile } from './runtime.ts';
import { inFileLayout, LARGEST_DIFFERENCE } from './verify-onnx.ts';
import { writeOnnx } from './write-onnx.ts';

const BATCH_SIZE = 3;
const SEED = 7;
/** Beside opset 17, each case is written once more, by turns. */
const VARIANTS: readonly OnnxOptions[] = [
  { opset: 13 },
  { opset: 21, layout: 'nchw' },
  { opset: 18 },
  { opset: 15, layout: 'nchw' },
  { opset: 20 },
];

/** What a check found wrong; empty when all is well. */
type Findings = readonly string[];

/** A layer put between an input and the layer of a case. */
type Preceding = (shape: Shape) => { readonly type: string; readonly parameters: Record<string, Json> };

/** Learns, so that gradients must come through the layer. Without a bias: a normalization takes that out again. */
const learning: Preceding = shape => ({
  type: 'Dense',
  parameters: { units: Number(shape.at(-1)), use_bias: false },
});

/** Computes channels first in ONNX, so that the layer meets values in that order. */
const convolving: Preceding = shape => ({
  type: `Conv${shape.length - 2}D`,
  parameters: { filters: Number(shape.at(-1)), kernel_size: 1 },
});

/** The network of a case: one input layer for each input, what precedes the layer, the layer. */
export function caseDocument(battery: BatteryCase, preceding?: Preceding): NetloomDocument {
  const nodes: Record<string, { type: string; parameters: Record<string, Json> }> = {};
  const edges: { from: string; to: string; toPort?: number }[] = [];
  battery.inputs.forEach((shape, port) => {
    const input = `input${port + 1}`;
    const dtype = battery.dtypes?.[port] ?? 'float32';
    nodes[input] = { type: 'InputLayer', parameters: { shape: [...shape.slice(1)], dtype } };
    const constant = battery.constants?.[port];
    if (constant) nodes[input] = { type: 'Constant', parameters: { ...constant, shape: [...shape], dtype } };
    let from = input;
    if (preceding && !constant && dtype === 'float32') {
      from = `before${port + 1}`;
      nodes[from] = preceding(shape);
      edges.push({ from: input, to: from });
    }
    edges.push({ from, to: 'layer', ...(port > 0 ? { toPort: port } : {}) });
  });
  nodes.layer = { type: battery.type, parameters: battery.parameters };
  const document = { ...emptyDocument('battery'), nodes, edges };
  if (battery.inputs.some((_, port) => !battery.constants?.[port])) return document;
  // A network without an input is none.
  nodes.unused = { type: 'InputLayer', parameters: { shape: [2] } };
  return { ...document, outputs: ['layer'] };
}

/** Parameters survive being written to a file and read again. */
export function checkRoundTrip(layer: LayerType, battery: BatteryCase): Findings {
  const first = parseParameters(layer.parameters, battery.parameters);
  const again = parseParameters(layer.parameters, JSON.parse(JSON.stringify(first.values)));
  if (first.problems[0]) return [`parameters refused: ${first.problems[0].message}`];
  return isDeepStrictEqual(first.values, again.values) && again.problems.length === 0
    ? []
    : ['parameters change when written and read again'];
}

/** Inference answers something sensible for unknown and for wrong inputs, and never throws. */
export function checkInference(battery: BatteryCase): Findings {
  const findings: string[] = [];
  const known = outputShapes(inferDocument(caseDocument(battery)));
  for (const [axis] of (battery.inputs[0] ?? []).entries()) {
    if (axis === 0) continue;
    const open = battery.inputs.map(shape => shape.map((dim, i) => (i === axis ? null : dim)));
    const inference = inferDocument(caseDocument({ ...battery, inputs: open }));
    if (hasErrors(inference)) continue;
    const shapes = outputShapes(inference);
    if (!shapes.every((shape, port) => agrees(shape, known[port] ?? null)))
      findings.push(`with axis ${axis} unknown, inferred ${shapes.map(formatShape)}`);
  }
  for (const change of [(shape: Shape) => shape.slice(0, -1), (shape: Shape) => [...shape, 2]]) {
    const inference = inferDocument(caseDocument({ ...battery, inputs: battery.inputs.map(change) }));
    const error = allProblems(inference).find(problem => problem.severity === 'error');
    if (error && !/[.!?]$/.test(error.message)) findings.push(`not a sentence: ${error.message}`);
    if (error && inference.nodes.get('layer')?.isBuilt)
      findings.push(`has an error and yet a shape: ${error.message}`);
  }
  return findings;
}

/**
 * The engine builds what was inferred, and ONNX Runtime computes what the engine computes: the layer alone, and (in another operator
 * set) behind convolutions, where the exporter moves transposes through it.
 *
 * @param index turns the operator set and the layout of the second file
 * @param folder where the files are written
 * @param seen is told each largest difference by the standard deviation
 */
export async function checkEngineAndOnnx(
  engine: Engine,
  battery: BatteryCase,
  index: number,
  folder: string,
  seen: (difference: number) => void = () => {},
): Promise<Findings> {
  const isSpatial = battery.inputs.every(({ length }) => length >= 3 && length <= 5);
  const behind = inferDocument(caseDocument(battery, isSpatial ? convolving : undefined));
  return [
    ...(await compareNetwork(engine, inferDocument(caseDocument(battery)), {}, folder, seen)),
    ...(await compareNetwork(engine, behind, VARIANTS[index % VARIANTS.length] ?? {}, folder, seen)),
  ];
}

async function compareNetwork(
  engine: Engine,
  inference: Inference,
  options: OnnxOptions,
  folder: string,
  seen: (difference: number) => void,
): Promise<Findings> {
  const error = allProblems(inference).find(problem => problem.severity === 'error');
  if (error) return [`cannot be inferred: ${error.message}`];
  const weights = comparisonWeightStore(inference, SEED);
  const model = engine.build({ graph: inference.graph, inference, seed: SEED, weights });
  try {
    const inputs = randomInputs(inference, BATCH_SIZE, SEED);
    const ordered = [...inference.graph.nodes.keys()].flatMap(name => inputs.get(name) ?? []);
    const [reference] = model.predict(ordered);
    if (!reference) return ['the engine gives no output'];
    const findings = [...checkWeights(inference, model)];
    const [inferred = null] = outputShapes(inference);
    if (
      !isDeepStrictEqual(
        inferred?.map(dim => (dim === BATCH ? BATCH_SIZE : dim)),
        [...reference.shape],
      )
    )
      findings.push(`inferred ${formatShape(inferred)}, the engine gives (${reference.shape.join(', ')})`);
    const built = buildOnnxModel('battery', inference.graph, inference, weights, options);
    const file = path.join(folder, 'battery.onnx');
    await writeOnnx(built.model, file);
    const { outputs } = await runOnnxFile(file, inFileLayout(inputs, built));
    const answer = outputs.get('layer');
    const found = answer && difference(reference, answer);
    if (found) seen(found.maxRelDiff);
    if (!found || !(found.maxRelDiff <= LARGEST_DIFFERENCE))
      findings.push(
        `ONNX ${JSON.stringify(options)}, ${inference.nodes.size} layers: ${found?.shapes ? `shape (${found.shapes.other})` : `differs by ${found?.maxRelDiff}`}`,
      );
    return findings;
  } finally {
    model.dispose();
  }
}

/** One training step moves every weight that learns, this layer's and that of a layer before it. */
export function checkTraining(engine: Engine, battery: BatteryCase): Findings {
  const inference = inferDocument(caseDocument(battery, learning));
  const learns = [...describedWeights(inference)].some(
    ([name, { trainable }]) => trainable && !isWithoutEffect(battery, name),
  );
  if (hasErrors(inference) || !learns) return [];
  const outputs = inference.graph.outputs.map(() => ({
    loss: 'mean_squared_error' as const,
    weight: 1,
    metrics: [],
  }));
  const model = engine.build({
    graph: inference.graph,
    inference,
    seed: SEED,
    weights: comparisonWeightStore(inference, SEED),
    learning: { optimizer: OPTIMIZER, outputs, seed: SEED },
  });
  try {
    const before = model.getWeights();
    const inputs = [...randomInputs(inference, BATCH_SIZE, SEED).values()];
    const [output] = model.predict(inputs);
    if (!output) return ['the engine gives no output'];
    const target = {
      shape: output.shape,
      data: Float32Array.from(output.data, (value, i) => value + 1 + (i % 3)),
    };
    model.trainBatch({ inputs, targets: [target] }, 0);
    const after = model.getWeights();
    const findings: string[] = [];
    for (const [name, description] of describedWeights(inference)) {
      const old = before.get(name)?.data ?? [];
      const now = after.get(name)?.data ?? new Float32Array();
      if (!description.trainable || isWithoutEffect(battery, name)) continue;
      if (!now.every(Number.isFinite)) findings.push(`after a training step ${name} is not finite`);
      else if (now.every((value, i) => value === old[i]))
        findings.push(`a training step leaves ${name} as it was`);
    }
    return findings;
  } finally {
    model.dispose();
  }
}

/** A bias that is the same for all elements over which a softmax runs changes nothing, and rightly has no gradient. */
function isWithoutEffect({ parameters, still = [] }: BatteryCase, weight: string): boolean {
  if (still.some(name => weight === `layer/${name}` || weight === name)) return true;
  const { activation, data_format: dataFormat } = parameters;
  return activation === 'softmax' && dataFormat === 'channels_first' && weight === 'layer/bias';
}

/** Plain gradient descent: a weight moves exactly when it has a gradient. */
const OPTIMIZER = { ...OPTIMIZER_DEFAULTS.sgd, learning_rate: 0.1 };

function checkWeights(inference: Inference, model: EngineModel): Findings {
  const described = [...describedWeights(inference)].map(([name, { shape }]) => `${name} ${shape.join('×')}`);
  const built = [...model.getWeights()].map(([name, { shape }]) => `${name} ${shape.join('×')}`);
  return isDeepStrictEqual(described.sort(), built.sort())
    ? []
    : [`describes the weights ${described}; the engine built ${built}`];
}

function outputShapes(inference: Inference): readonly (Shape | null)[] {
  return inference.nodes.get('layer')?.outputs.map(value => value.shape) ?? [];
}

function hasErrors(inference: Inference): boolean {
  return allProblems(inference).some(problem => problem.severity === 'error');
}

/** Whether a shape inferred from less says nothing else than the full one. */
function agrees(partial: Shape | null, full: Shape | null): boolean {
  if (partial === null || full === null) return true;
  const fits = (dim: Dim, axis: number) => dim === null || dim === full[axis];
  return partial.length === full.length && partial.every(fits);
}
