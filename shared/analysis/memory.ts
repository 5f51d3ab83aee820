import type { OptimizerSettings } from '../document/schema.ts';
import { elementsPerSample } from '../document/value.ts';
import type { Inference, NodeInference } from '../inference/infer.ts';
import { activationBytes, type Precision, weightBytes } from './precision.ts';
import { weightSize } from './summary.ts';

/** Under which circumstances memory is counted. */
export interface MemoryOptions {
  /** Samples computed at once. */
  readonly batch: number;
  readonly precision: Precision;
  readonly optimizer: OptimizerSettings;
}

/** What a network needs while it computes its outputs, in bytes; null where a shape is unknown. */
export interface InferenceMemory {
  readonly weights: number;
  /** The most that live tensors take at once. */
  readonly activations: number | null;
  /** The layer during which they do. */
  readonly peakLayer: string | null;
  readonly total: number | null;
}

/** What a network needs for a training step, in bytes; null where a shape is unknown. */
export interface TrainingMemory {
  readonly weights: number;
  /** Outputs kept until the gradient has used them. */
  readonly activations: number | null;
  /** One per weight that trains, and the largest pair of tensors of the backward pass. */
  readonly gradients: number | null;
  /** What the optimizer remembers per weight that trains. */
  readonly optimizer: number;
  readonly total: number | null;
}

/** Bytes of a weight while training: weights, their gradients and the optimizer's slots stay float32 (mixed precision). */
const TRAINED_BYTES = 4;

/** Bytes of a node's outputs for one sample; null where a shape is unknown. */
export function outputBytes(node: NodeInference, precision: Precision): number | null {
  let sum = 0;
  for (const { dtype, shape } of node.outputs) {
    const elements = elementsPerSample(shape);
    if (elements === null) return null;
    sum += elements * activationBytes(dtype, precision);
  }
  return sum;
}

/** A view or, at inference, a dropout hands on its input's memory. */
function takesOverMemory({ layer }: NodeInference, isTraining: boolean): boolean {
  return layer?.traits.isView === true || (!isTraining && layer?.traits.isIdentityAtInference === true);
}

/**
 * Memory of one inference: the weights, and the largest sum of tensors alive at once when layers run in the network's order and each
 * tensor is freed after its last reader: peak = max over layers of (inputs and waiting tensors + output). Views share their input's memory;
 * outputs of the network stay to the end.
 *
 * @param inference the inferred network
 * @param options batch size and precision
 */
export function inferenceMemory(
  inference: Inference,
  { batch, precision }: Omit<MemoryOptions, 'optimizer'>,
): InferenceMemory {
  const weights = count(inference, () => true) * weightBytes(precision);
  const owners = new Map<string, string>();
  const readers = new Map<string, number>();
  const owner = (name: string) => owners.get(name) ?? name;
  for (const node of inference.nodes.values()) {
    const [input] = node.node.inputs;
    if (input && takesOverMemory(node, false)) owners.set(node.name, owner(input.node));
    for (const each of node.node.inputs)
      if (each) readers.set(owner(each.node), (readers.get(owner(each.node)) ?? 0) + 1);
  }
  for (const output of inference.graph.outputs)
    readers.set(owner(output), (readers.get(owner(output)) ?? 0) + 1);
  const sizes = new Map<string, number>();
  let live = 0;
  let peak = 0;
  let peakLayer: string | null = null;
  for (const node of inference.nodes.values()) {
    if (owner(node.name) === node.name) {
      const size = outputBytes(node, precision);
      if (size === null) return { weights, activations: null, peakLayer: null, total: null };
      sizes.set(node.name, size);
      live += size;
    }
    if (live > peak) {
      peak = live;
      peakLayer = node.name;
    }
    const done = node.node.inputs.flatMap(input => (input ? [owner(input.node)] : []));
    for (const name of readers.has(owner(node.name)) ? done : [...done, node.name]) {
      const left = (readers.get(name) ?? 1) - 1;
      readers.set(name, left);
      if (left === 0) live -= sizes.get(name) ?? 0;
    }
  }
  return { weights, activations: peak * batch, peakLayer, total: weights + peak * batch };
}

/**
 * Memory of one training step: weights, gradients and optimizer slots (float32), and activations kept for the gradient at the chosen
 * precision. Kept is the output of every layer that feeds a layer which needs a gradient (one that trains or stands behind one that does);
 * a layer that draws a random mask keeps the mask too. int8 weights do not train: counted as float32.
 *
 * @param inference the inferred network
 * @param options batch size, precision and optimizer
 */
export function trainingMemory(inference: Inference, options: MemoryOptions): TrainingMemory {
  const precision = options.precision === 'int8' ? 'float32' : options.precision;
  const weights = count(inference, () => true) * TRAINED_BYTES;
  const trained = count(inference, (weight, node) => weight && node.node.trainable) * TRAINED_BYTES;
  const optimizer = trained * optimizerSlots(options.optimizer);
  const needsGradient = new Set<string>();
  const kept = new Set<string>(inference.graph.outputs);
  for (const node of inference.nodes.values()) {
    const inputs = node.node.inputs.flatMap(input => (input ? [input.node] : []));
    const trains = node.node.trainable && node.weights.some(weight => weight.trainable);
    if (!trains && !inputs.some(input => needsGradient.has(input))) continue;
    needsGradient.add(node.name);
    for (const input of inputs) kept.add(input);
  }
  let activations = 0;
  let widest = 0;
  for (const node of inference.nodes.values()) {
    const size = outputBytes(node, precision);
    if (size === null) return { weights, activations: null, gradients: null, optimizer, total: null };
    if (kept.has(node.name) && !takesOverMemory(node, true))
      activations += node.layer?.traits.isIdentityAtInference && node.layer.traits.isRandom ? 2 * size : size;
    if (!needsGradient.has(node.name)) continue;
    const inputs = node.node.inputs.reduce((sum, input) => {
      const producer = input && needsGradient.has(input.node) ? inference.nodes.get(input.node) : undefined;
      return sum + (producer ? (outputBytes(producer, precision) ?? 0) : 0);
    }, 0);
    widest = Math.max(widest, size + inputs);
  }
  activations *= options.batch;
  const gradients = trained + widest * options.batch;
  return { weights, activations, gradients, optimizer, total: weights + activations + gradients + optimizer };
}

/** Momenta, averages and accumulators per weight that an optimizer always keeps. */
const SLOTS: Readonly<Record<string, number>> = {
  sgd: 0,
  adagrad: 1,
  adadelta: 2,
  rmsprop: 1,
  adam: 2,
  adamw: 2,
  adamax: 2,
  nadam: 2,
  ftrl: 2,
  lion: 1,
  lamb: 2,
};

/** Settings that add one number per weight, by the optimizers that know them. */
const ADDED: readonly (readonly [setting: string, optimizers: readonly string[] | null])[] = [
  ['momentum', ['sgd', 'rmsprop']],
  ['centered', ['rmsprop']],
  ['amsgrad', ['adam', 'adamw']],
  ['use_ema', null],
  ['gradient_accumulation_steps', null],
];

/**
 * How many numbers an optimizer keeps per weight, as Keras 3's do (keras/src/optimizers): a momentum, averages of gradients and of their
 * squares, a moving average of the weights, gradients that wait.
 *
 * @param settings the optimizer
 */
export function optimizerSlots(settings: OptimizerSettings): number {
  const given = new Map<string, unknown>(Object.entries(settings));
  const added = ADDED.filter(([setting, names]) => {
    const isKnown = names === null || names.includes(settings.name);
    return isKnown && Boolean(given.get(setting));
  });
  return (SLOTS[settings.name] ?? 0) + added.length;
}

function count(inference: Inference, wanted: (trainable: boolean, node: NodeInference) => boolean): number {
  let sum = 0;
  for (const node of inference.nodes.values())
    for (const weight of node.ownWeights) if (wanted(weight.trainable, node)) sum += weightSize(weight);
  return sum;
}
