import path from 'node:path';
import { elementsPerSample } from '../../shared/document/value.ts';
import {
  type BuiltOnnxModel,
  buildOnnxModel,
  type OnnxOptions,
} from '../../shared/exporters/onnx/build-model.ts';
import { comparisonWeightStore } from '../../shared/exporters/onnx/comparison-weights.ts';
import { cutFinalActivations } from '../../shared/exporters/onnx/cut-graph.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import type { OnnxModel } from '../../shared/exporters/onnx/model.ts';
import { permuteData } from '../../shared/exporters/onnx/permute.ts';
import { type Inference, inferGraph } from '../../shared/inference/infer.ts';
import { inSinglePrecision } from '../../shared/inference/single-precision.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { weightsByName } from '../../shared/layers/weights-by-name.ts';
import type { Engine, NumericTensor } from '../engines/engine.ts';
import { computablePart } from './computable-part.ts';
import { difference, type Yardstick } from './difference.ts';
import { randomInputs } from './random-inputs.ts';
import { runOnnxFile } from './runtime.ts';
import { writeOnnx } from './write-onnx.ts';

/** The largest difference that is taken for rounding. */
export const LARGEST_DIFFERENCE = 1e-4;
const INNER_TENSORS = 8;
/** Operator sets beside ONNX's own that ONNX Runtime brings along. */
const RUNTIME_DOMAINS: ReadonlySet<string> = new Set(['ai.onnx.ml', 'com.microsoft', 'com.microsoft.nchwc']);
/** Inner tensors of more elements per sample are not fetched. */
const LARGEST_INNER = 4e6;

/** The outcome of a comparison that held. */
export interface Verification {
  readonly verified: true;
  readonly maxAbsDiff: number;
  /** max |difference| / standard deviation of the engine's values. */
  readonly maxRelDiff: number;
  /** The layer whose tensor differs most. */
  readonly worstTensor: string;
  /** How many tensors were compared. */
  readonly tensors: number;
  /** `onnxruntime 1.30.0` */
  readonly runtime: string;
  /** The engine's name and its library's version. */
  readonly engine: string;
  /** What was not compared, and why; left out where all was. */
  readonly notCompared?: string;
}

/** What to compare. */
export interface VerifyRequest {
  readonly name: string;
  readonly inference: Inference;
  /** The exported file. */
  readonly file: string;
  /** The weights that stand in it. */
  readonly weights: WeightStore;
  /** Whether a weight was never learned: the comparison puts one in its place that lets mistakes show. */
  readonly isFresh: (weight: string) => boolean;
  readonly options: OnnxOptions;
  readonly engine: Engine;
  /** An existing folder for a copy of the model with more outputs. */
  readonly folder: string;
  readonly seed: number;
  /** Samples in the random input. */
  readonly batch: number;
  readonly signal?: AbortSignal | undefined;
  /** Changes the model after it was built: lets tests plant mistakes. */
  readonly alter?: ((model: OnnxModel) => OnnxModel) | undefined;
}

/**
 * Runs an exported network in ONNX Runtime and in an engine on the same random input and compares. Two comparisons: the network
 * without a final softmax or sigmoid, with inner tensors spread over its depth as further outputs (a copy of the model); and the
 * delivered file itself with its own weights.
 *
 * @throws ExportError `export.difference` naming tensor and figure, `export.runtime`
 */
export async function verifyOnnx(given: VerifyRequest): Promise<Verification> {
  const single = inSinglePrecision(given.inference);
  const request = { ...given, inference: single };
  const part = computablePart(single);
  if (!part) return await (single === given.inference ? verifyWhole(request) : verifyHalf(request, given));
  const { inference } = request;
  const carried = firstOf(part.carried);
  await runWhole(request, part.carried);
  if (!part.inference)
    throw new ExportError(
      'export.not-computable',
      `No engine computes ${carried}, which the network begins with, so nothing was compared; ONNX Runtime runs the file.`,
    );
  const built = { ...request, inference: part.inference };
  const strict = await compareStrictly(built);
  return {
    verified: true,
    ...strict,
    engine: `${request.engine.name} ${request.engine.version}`,
    notCompared: `No engine computes ${carried}: ${part.left} of ${inference.graph.nodes.size} layers, on or behind ${part.carried.length === 1 ? 'it' : 'them'}, were not compared. ONNX Runtime runs the whole file.`,
  };
}

/** `a, b, c and 4 more`. */
function firstOf(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

/** Runs the exported file; what nothing here can draw inputs for, or what only another runtime knows, is a remark and no failure. */
async function runWhole(request: VerifyRequest, carried: readonly string[]): Promise<void> {
  const { inference } = request;
  const foreign = [...inference.nodes.values()].find(({ layer, outputs }) => {
    const [value] = outputs;
    return layer?.traits.isInput && (value?.form !== undefined || value?.dtype === 'string');
  });
  if (foreign)
    throw new ExportError(
      'export.not-computable',
      `${foreign.name} is no tensor of numbers, for which no random values are drawn, so the file was not run.`,
    );
  const { inputs, built } = drawn(request);
  await runOnnxFile(request.file, inFileLayout(inputs, built)).catch((error: unknown) => {
    const domains = [...(built.model.domains?.keys() ?? [])].filter(domain => !RUNTIME_DOMAINS.has(domain));
    if (domains.length === 0 || !(error instanceof ExportError)) throw error;
    const others = carried.filter(name => inference.nodes.get(name)?.parameters.domain === domains[0]);
    throw new ExportError(
      'export.not-computable',
      others.length === 0
        ? `The operator set "${domains[0]}" belongs to another runtime than ONNX Runtime, so the file was not run.`
        : `${firstOf(others)} of the operator set "${domains[0]}" ${others.length === 1 ? 'belongs' : 'belong'} to another runtime than ONNX Runtime, so the file was not run.`,
      { cause: error },
    );
  });
}

function drawn({ name, inference, weights, options, batch, seed }: VerifyRequest) {
  const built = buildOnnxModel(name, inference.graph, inference, weights, options);
  return { built, inputs: randomInputs(inference, batch, seed) };
}

/** A network of half precision is compared in float32, in which engines compute; its file is only run. */
async function verifyHalf(request: VerifyRequest, given: VerifyRequest): Promise<Verification> {
  const { engine } = request;
  // ONNX Runtime has hardly an operator of bfloat16 for the processor, and its package for Node takes no such input.
  const isRun = ![...given.inference.nodes.values()].some(({ half }) => half === 'bfloat16');
  if (isRun) await runWhole(request, []);
  const strict = await compareStrictly(request);
  return {
    verified: true,
    ...strict,
    engine: `${engine.name} ${engine.version}`,
    notCompared: `Engines compute with float32: the network was compared in float32, and the file of half precision was ${isRun ? 'run' : 'not run'}.`,
  };
}

async function verifyWhole(request: VerifyRequest): Promise<Verification> {
  const { inference, engine } = request;
  const strict = await compareStrictly(request);
  const inputs = randomInputs(inference, request.batch, request.seed);
  const whole = buildOnnxModel(request.name, inference.graph, inference, request.weights, request.options);
  // The outputs behind a flattening activation differ by little from a constant, which a deviation would not forgive.
  await compare(request, inference, request.weights, request.file, inputs, whole, 'rms');
  return { verified: true, ...strict, engine: `${engine.name} ${engine.version}` };
}

/** The network without its final activations, inner tensors beside its outputs. */
async function compareStrictly(request: VerifyRequest) {
  const { inference } = request;
  const cut = inferGraph(cutFinalActivations(inference.graph, inference));
  const telling = comparisonWeightStore(cut, request.seed);
  const weights = weightsByName(name => (request.isFresh(name) ? telling : request.weights));
  const options = { ...request.options, extraOutputs: innerTensors(cut) };
  const built = buildOnnxModel(request.name, cut.graph, cut, weights, options);
  const copy = path.join(request.folder, 'comparison.onnx');
  await writeOnnx(request.alter?.(built.model) ?? built.model, copy, { signal: request.signal });
  const inputs = randomInputs(inference, request.batch, request.seed);
  return await compare(request, cut, weights, copy, inputs, built, 'deviation');
}

async function compare(
  request: VerifyRequest,
  inference: Inference,
  weights: WeightStore,
  file: string,
  inputs: ReadonlyMap<string, NumericTensor>,
  built: BuiltOnnxModel,
  yardstick: Yardstick,
) {
  request.signal?.throwIfAborted();
  const outputs = [...new Set(inference.graph.outputs)];
  const layers = [...outputs, ...built.extraOutputs.keys()];
  const references = runEngine(request, inference, weights, inputs, layers);
  request.signal?.throwIfAborted();
  const answer = await runOnnxFile(file, inFileLayout(inputs, built));
  let worst = { maxAbsDiff: 0, maxRelDiff: -1, worstTensor: '' };
  for (const [i, layer] of layers.entries()) {
    const reference = references[i];
    const other = answer.outputs.get(built.extraOutputs.get(layer) ?? built.fileNames.get(layer) ?? layer);
    if (!reference || !other)
      throw new ExportError('export.difference', `ONNX Runtime gives no values for ${layer}.`);
    const found = difference(reference, other, yardstick);
    if (found.shapes)
      throw new ExportError(
        'export.difference',
        `ONNX Runtime computes ${layer} with the shape (${found.shapes.other.join(', ')}); ${request.engine.name} gives (${found.shapes.reference.join(', ')}). The file was not kept.`,
      );
    if (found.maxRelDiff > worst.maxRelDiff) worst = { ...found, worstTensor: layer };
  }
  if (!(worst.maxRelDiff <= LARGEST_DIFFERENCE))
    throw new ExportError(
      'export.difference',
      `ONNX Runtime and the ${request.engine.name} engine differ at ${worst.worstTensor} by ${worst.maxRelDiff.toExponential(2)} of its spread (largest difference ${worst.maxAbsDiff.toExponential(2)}); at most ${LARGEST_DIFFERENCE} is taken for rounding. The file was not kept.`,
    );
  const { maxAbsDiff, maxRelDiff, worstTensor } = worst;
  return { maxAbsDiff, maxRelDiff, worstTensor, tensors: layers.length, runtime: answer.runtime };
}

function runEngine(
  request: VerifyRequest,
  inference: Inference,
  weights: WeightStore,
  inputs: ReadonlyMap<string, NumericTensor>,
  layers: readonly string[],
): readonly NumericTensor[] {
  const { graph } = inference;
  const model = request.engine.build({ graph, inference, seed: request.seed, weights });
  try {
    const ordered = [...graph.nodes.keys()].flatMap(name => inputs.get(name) ?? []);
    return model.predict(ordered, { nodes: layers });
  } finally {
    model.dispose();
  }
}

/** Brings inputs from the document's order of axes and names to those of the file. */
export function inFileLayout(
  inputs: ReadonlyMap<string, NumericTensor>,
  { inputPermutations, fileNames }: Pick<BuiltOnnxModel, 'inputPermutations' | 'fileNames'>,
): ReadonlyMap<string, NumericTensor> {
  const result = new Map<string, NumericTensor>();
  for (const [name, input] of inputs) {
    const permutation = inputPermutations.get(name);
    const given = permutation && {
      shape: permutation.map(axis => input.shape[axis] ?? 1),
      data: permuteData(input.data, input.shape, permutation),
    };
    result.set(fileNames.get(name) ?? name, given ?? input);
  }
  return result;
}

/** Layers to look at beside the outputs, evenly over the depth. */
function innerTensors(inference: Inference): readonly string[] {
  const candidates = [...inference.nodes.values()].filter(node => {
    const [value] = node.outputs;
    const traits = node.layer?.traits;
    if (!value || !traits || traits.isInput || traits.isIdentityAtInference) return false;
    if (inference.graph.outputs.includes(node.name) || value.dtype !== 'float32') return false;
    return (elementsPerSample(value.shape) ?? 0) <= LARGEST_INNER;
  });
  const count = Math.min(INNER_TENSORS, candidates.length);
  const picked = Array.from({ length: count }, (_, i) =>
    Math.floor(((i + 0.5) * candidates.length) / count),
  ).map(i => candidates[i]?.name ?? '');
  return [...new Set(picked)];
}
