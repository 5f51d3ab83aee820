import type { CompleteOptimizer } from '../../shared/document/training-defaults.ts';
import { elementsPerSample } from '../../shared/document/value.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import { EngineError } from './engine.ts';
import { slotNames } from './optimizer.ts';

const BYTES = 4;

/** Bytes that a training step needs. */
export interface TrainingMemory {
  /** Weights, their gradients and the optimizer's slots. */
  readonly weights: number;
  /** The values of all layers of one batch, kept for the gradient, and their gradients. */
  readonly activations: number;
}

/** Estimates what training takes, from shapes alone. */
export function trainingMemory(
  inference: Inference,
  batchSize: number,
  optimizer: CompleteOptimizer,
): TrainingMemory {
  let parameters = 0;
  let values = 0;
  for (const node of inference.nodes.values()) {
    for (const { shape } of node.ownWeights)
      parameters += shape.reduce((product, extent) => product * extent, 1);
    for (const { shape } of node.outputs) values += elementsPerSample(shape) ?? 0;
  }
  const slots = slotNames(optimizer).length;
  return { weights: parameters * (2 + slots) * BYTES, activations: 2 * values * batchSize * BYTES };
}

/**
 * Refuses a training that cannot fit in memory, before anything is allocated.
 *
 * @param memory what it takes
 * @param batchSize for the sentence
 * @param free bytes; by default what the system says
 * @param limit the most that it may take, in bytes
 * @throws EngineError `engine.memory` with the figures
 */
export function requireTrainingMemory(
  { weights, activations }: TrainingMemory,
  batchSize: number,
  free: number = process.availableMemory(),
  limit: number = Number.POSITIVE_INFINITY,
): void {
  const available = Math.min(free, limit);
  if (weights + activations <= available) return;
  const remedy =
    weights > available
      ? 'Make the network smaller.'
      : 'Choose a smaller batch size or make the network smaller.';
  throw new EngineError(
    'engine.memory',
    `Training needs about ${size(weights + activations)} (weights, gradients and optimizer ${size(weights)}, a batch of ${batchSize} ${size(activations)}); ${limit < free ? `its limit is ${size(limit)}` : `${size(free)} are free`}. ${remedy}`,
  );
}

/** 1024-based, as all sizes here. */
function size(bytes: number): string {
  const [value, unit] = bytes >= 2 ** 30 ? [bytes / 2 ** 30, 'GB'] : [bytes / 2 ** 20, 'MB'];
  return `${value.toLocaleString('en-US', { maximumFractionDigits: 1 })} ${unit}`;
}
