import type { Json } from '../shared/document/json.ts';
import { emptyDocument, type NetloomDocument } from '../shared/document/schema.ts';
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

/** The network as a document. */
export function taskDocument({ inputShape, layers }: TrainingTask): NetloomDocument {
  const input = { type: 'InputLayer', parameters: { shape: [...inputShape] } };
  return {
    ...emptyDocument('bench'),
    nodes: {
      input,
      ...Object.fromEntries(layers.map(({ name, type, parameters }) => [name, { type, parameters }])),
    },
    edges: layers.flatMap(({ name, inputs }) =>
      inputs.map((from, port) => ({ from, to: name, ...(port > 0 ? { toPort: port } : {}) })),
    ),
  };
}

/** The samples of a task in batches, each with its extents. */
export function sampleBatches(task: TrainingTask): readonly { shape: number[]; data: Float32Array }[] {
  const { inputs } = randomData(task);
  const size = inputs.length / SAMPLES;
  return Array.from({ length: SAMPLES / BATCH_SIZE }, (_, batch) => ({
    shape: [BATCH_SIZE, ...task.inputShape],
    data: inputs.subarray(batch * BATCH_SIZE * size, (batch + 1) * BATCH_SIZE * size),
  }));
}

/** Random inputs and one-hot targets; what they are does not matter to the time. */
export function randomData(task: TrainingTask): { inputs: Float32Array; targets: Float32Array } {
  const size = task.inputShape.reduce((product, extent) => product * extent, 1);
  const inputs = Float32Array.from({ length: SAMPLES * size }, () => Math.random());
  const targets = new Float32Array(SAMPLES * CLASSES);
  for (let i = 0; i < SAMPLES; i++) targets[i * CLASSES + Math.floor(Math.random() * CLASSES)] = 1;
  return { inputs, targets };
}
