import type { Json } from '../shared/document/json.ts';
import networks from './training-networks.json' with { type: 'json' };

/** A layer of a benchmark network in Keras's words. */
export interface TaskLayer {
  readonly name: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly inputs: readonly string[];
}

/** A network to train on random data, and what all contenders share. */
export interface TrainingTask {
  readonly inputShape: readonly number[];
  readonly layers: readonly TaskLayer[];
}

export const SAMPLES = 2_048;
export const BATCH_SIZE = 64;
export const CLASSES = 10;

/** A benchmark network by name. */
export function trainingTask(name: string): TrainingTask {
  const task = (networks as unknown as Readonly<Record<string, TrainingTask>>)[name];
  if (!task) throw new Error(`There is no benchmark network "${name}".`);
  return task;
}

/** Random inputs and one-hot targets; what they are does not matter to the time. */
export function randomData(task: TrainingTask): { inputs: Float32Array; targets: Float32Array } {
  const size = task.inputShape.reduce((product, extent) => product * extent, 1);
  const inputs = Float32Array.from({ length: SAMPLES * size }, () => Math.random());
  const targets = new Float32Array(SAMPLES * CLASSES);
  for (let i = 0; i < SAMPLES; i++) targets[i * CLASSES + Math.floor(Math.random() * CLASSES)] = 1;
  return { inputs, targets };
}
