import { z } from 'zod';
import { engineNameSchema } from './engines.ts';
import { method } from './protocol.ts';

/** A training run kept on disk. */
export const runSummarySchema = z.strictObject({
  /** The run's folder. */
  path: z.string(),
  name: z.string(),
  /** `imported`: the weights came from a model file; data set and engine are then empty, the reason tells the file. */
  status: z.enum(['queued', 'running', 'paused', 'done', 'stopped', 'interrupted', 'failed', 'imported']),
  /** Of a queued run: how many runs must end before it begins; else null. */
  before: z.number().int().nullable(),
  /** A sentence where the status needs one. */
  reason: z.string().nullable(),
  /** A stable code of the reason, where there is one. */
  code: z.string().nullable(),
  dataset: z.string(),
  /** How it learned, in words: `adam at 0.003, batch 64, seed 1`; empty for imported weights. */
  learning: z.string(),
  /** How its inputs are scaled, in words, where a model can do that itself; null where nothing is scaled. */
  scaling: z.string().nullable(),
  engine: z.string(),
  /** What the engine computes on; empty where it is not known. */
  device: z.string(),
  epochs: z.number().int(),
  epochsDone: z.number().int(),
  bestEpoch: z.number().int().nullable(),
  test: z.record(z.string(), z.number()).nullable(),
  /** Milliseconds since 1970. */
  started: z.number(),
  /** Milliseconds of training. */
  duration: z.number(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** Figures of one epoch; epochs count from 1. Accuracy is null where the loss has none. */
export const epochSchema = z.strictObject({
  epoch: z.number().int(),
  loss: z.number(),
  accuracy: z.number().nullable(),
  valLoss: z.number().nullable(),
  valAccuracy: z.number().nullable(),
  ms: z.number(),
  best: z.boolean(),
  /** All metrics of the training and of the validation samples by Keras's names, with `OUTPUT_` in front where the network has several. */
  metrics: z.record(z.string(), z.number()).optional(),
  valMetrics: z.record(z.string(), z.number()).optional(),
  /** The learning rate at the epoch's end; absent in runs of earlier versions. */
  learningRate: z.number().optional(),
});
export type Epoch = z.infer<typeof epochSchema>;

/** What data give one input of a network. */
export const dataInputSchema = z.strictObject({
  /** The network's input that it feeds; null where data have but one, which serves an input of any name. */
  name: z.string().nullable(),
  /** Extents of a sample. */
  shape: z.array(z.number()),
  /** What each number of a sample is called, as in a table; absent where they have no names. */
  columns: z.array(z.string()).optional(),
});
export type DataInput = z.infer<typeof dataInputSchema>;

/** What data want of one output of a network. */
export const dataTargetSchema = z.strictObject({
  /** The network's output that it is the target of; null where data have but one, which serves all outputs. */
  name: z.string().nullable(),
  /** Extents of a sample's target. */
  shape: z.array(z.number()),
  /** Names of the classes; null for regression. */
  classes: z.array(z.string()).nullable(),
});
export type DataTarget = z.infer<typeof dataTargetSchema>;

/** What a data set is. */
export const datasetInfoSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  samples: z.number().int(),
  inputs: z.array(dataInputSchema).min(1),
  targets: z.array(dataTargetSchema).min(1),
});
export type DatasetInfo = z.infer<typeof datasetInfoSchema>;

/** Numbers as messages carry them: JSON has null for what is not finite, which is NaN again here. */
const numbersSchema = z
  .custom<readonly (number | null)[]>(
    raw => Array.isArray(raw) && raw.every(value => value === null || typeof value === 'number'),
    'must be a list of numbers',
  )
  .transform(values => values.map(value => value ?? Number.NaN));

/** A tensor in a message: flat numbers with their extents. */
export const tensorMessageSchema = z.strictObject({
  shape: z.array(z.number().int()),
  data: numbersSchema,
});
export type TensorMessage = z.infer<typeof tensorMessageSchema>;

/** Samples of a part of a data set; rows of the first axis are samples. */
export const samplesSchema = z.strictObject({
  /** Samples in the whole part. */
  total: z.number().int(),
  /** By input of the network, in numbers as they are shown: those of the file, bytes as 0 to 1; a run's scaling is undone. */
  inputs: z.array(tensorMessageSchema),
  /** By output of the network. */
  targets: z.array(tensorMessageSchema),
  /** What these are, in the same order: the data may have another one, or one target for all outputs. */
  ports: z.strictObject({ inputs: z.array(dataInputSchema), targets: z.array(dataTargetSchema) }),
});
export type SamplesMessage = z.infer<typeof samplesSchema>;

/** What became of one tensor when weights were loaded from a file. */
export const weightMatchSchema = z.strictObject({
  /**
   * `matched`: taken; `shape`: a tensor of that name has another shape; `missing`: the file has none for this weight, which begins
   * fresh; `unused`: a tensor of the file that no weight of the network asks for.
   */
  kind: z.enum(['matched', 'shape', 'missing', 'unused']),
  /** The weight of the network, `conv1/kernel`; empty for an unused tensor. */
  weight: z.string(),
  /** The tensor of the file; empty for a missing one. */
  tensor: z.string(),
  shape: z.array(z.number().int()).nullable(),
  found: z.array(z.number().int()).nullable(),
  /** What was done to the tensor, or a sentence where it does not fit; empty where it was taken as it is. */
  note: z.string(),
});
export type WeightMatch = z.infer<typeof weightMatchSchema>;

/** The run with the weights that were loaded (null when none fitted), and what became of each tensor. */
export const weightsLoadedSchema = z.strictObject({
  run: z.string().nullable(),
  rows: z.array(weightMatchSchema),
});
export type WeightsLoaded = z.infer<typeof weightsLoadedSchema>;

/** The least that a limit on memory may be, in megabytes: the library alone takes some 300. */
export const LEAST_MEMORY_LIMIT = 64;
/** A limit on the main memory of a training process, in megabytes. */
export const memoryLimitSchema = z.number().int().min(LEAST_MEMORY_LIMIT).max(16_777_216);

/** Data sets, training, kept runs, prediction. */
export const RUN_METHODS = {
  'datasets.list': method(z.strictObject({}), z.array(datasetInfoSchema)),
  'datasets.samples': method(
    z.strictObject({
      name: z.string(),
      part: z.enum(['training', 'validation', 'test']),
      offset: z.number().int(),
      count: z.number().int().max(100),
      /** The run whose own split decides the parts. */
      run: z.string(),
    }),
    samplesSchema,
  ),
  /** Starts a run with the document's own training settings; the settings that the window shows are already in the document. */
  'training.start': method(
    z.strictObject({
      text: z.string(),
      path: z.string().nullable(),
      engine: engineNameSchema,
      resume: z.string().nullable(),
      /** The run, trained or imported, whose weights a new run begins with as far as they fit; null for fresh ones. */
      weights: z.string().nullable().default(null),
      /** Waits until no other run of this machine trains or waits before it; else it trains beside them. */
      waits: z.boolean().default(false),
      /** The most main memory that the training process may hold, in megabytes; null for no limit. */
      memoryLimit: memoryLimitSchema.nullable().default(null),
      /** A resumed run takes the document's training settings as far as a run may change them; else it keeps its own. */
      adoptSettings: z.boolean().default(false),
    }),
    z.strictObject({ run: runSummarySchema }),
  ),
  'training.pause': method(z.strictObject({ run: z.string() }), z.strictObject({})),
  'training.resume': method(z.strictObject({ run: z.string() }), z.strictObject({})),
  'training.stop': method(z.strictObject({ run: z.string() }), z.strictObject({})),
  'runs.list': method(
    z.strictObject({ path: z.string().nullable(), name: z.string() }),
    z.array(runSummarySchema),
  ),
  'runs.history': method(z.strictObject({ run: z.string() }), z.array(epochSchema)),
  /** Brings a run of an unsaved document to the runs of the file in which it was saved. */
  'runs.adopt': method(
    z.strictObject({ run: z.string(), path: z.string() }),
    z.strictObject({ run: z.string() }),
  ),
  'runs.remove': method(z.strictObject({ run: z.string() }), z.strictObject({})),
  /** Loads weights of a safetensors file into a network by name and shape, as a run of it. */
  'weights.load': method(
    z.strictObject({
      text: z.string(),
      path: z.string(),
      /** The document's file; null for an unsaved one. */
      document: z.string().nullable(),
    }),
    weightsLoadedSchema,
  ),
  /** Predicts with a run's weights for samples in numbers as they are shown, one tensor per input of the network; rows of the first axis are samples. */
  'runs.predict': method(
    z.strictObject({ run: z.string(), inputs: z.array(tensorMessageSchema) }),
    z.strictObject({ outputs: z.array(tensorMessageSchema) }),
  ),
} as const;

/** How far a training is; figures are means of the epoch so far. */
export const progressFigures = {
  epoch: z.number().int(),
  epochs: z.number().int(),
  /** Batches done in this epoch. */
  batch: z.number().int(),
  batches: z.number().int(),
  loss: z.number(),
  accuracy: z.number().nullable(),
  samplesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
};

/** Event `training.progress`: a few times a second. */
export const progressSchema = z.strictObject({ run: z.string(), ...progressFigures });
export type TrainingProgress = z.infer<typeof progressSchema>;

/** Event `training.memory`: about once a second, the main memory that a run's process holds, in bytes, and its limit. */
export const memorySchema = z.strictObject({
  run: z.string(),
  bytes: z.number(),
  limit: z.number().nullable(),
});
export type TrainingMemory = z.infer<typeof memorySchema>;

/** Event `training.epochs`: the epochs done since the last one, a few times a second. */
export const epochsEventSchema = z.strictObject({ run: z.string(), epochs: z.array(epochSchema).min(1) });
/** Event `training.status`: the run as it now stands (started, paused, done, stopped, interrupted, failed). */
export const statusEventSchema = z.strictObject({ run: runSummarySchema });
