import { z } from 'zod';
import { jsonSchema } from '../document/schema.ts';
import { engineNameSchema } from './engines.ts';
import { epochSchema, progressFigures } from './runs.ts';

/** Loss, accuracy and whatever else the outputs ask for, by name; accuracy is null where no output asks for it. */
export const scoresSchema = z.strictObject({
  loss: z.number(),
  accuracy: z.number().nullable(),
  /** Further metrics of a network with one output. */
  metrics: z.record(z.string(), z.number()).optional(),
  /** By output node, where the network has several. */
  outputs: z.record(z.string(), z.record(z.string(), z.number())).optional(),
});
export type ScoresMessage = z.infer<typeof scoresSchema>;

/** A few times a second while training. */
export const batchEventSchema = z.strictObject({ event: z.literal('batch'), ...progressFigures });
export type BatchEvent = z.infer<typeof batchEventSchema>;

/** How training steps are made: as a graph recorded once, or operation by operation, with a sentence where a graph was tried. */
export const executionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recorded') }),
  z.strictObject({ kind: z.literal('eager'), reason: z.string().nullable() }),
]);
export type Execution = z.infer<typeof executionSchema>;

/** At the beginning, where the engine trains more slowly than it would like to. */
export const slowEventSchema = z.strictObject({ event: z.literal('slow'), reason: z.string() });

/** About once a second: the main memory that the training process holds, and its limit, in bytes. */
export interface MemoryEvent {
  readonly event: 'memory';
  readonly bytes: number;
  readonly limit: number | null;
}

/** When a wish to pause, to go on or to stop takes effect: no batch is trained between `paused` and `training`, none after `stopping`. */
export const heldEventSchema = z.strictObject({
  event: z.literal('held'),
  state: z.enum(['paused', 'training', 'stopping']),
});

/** At the end of an epoch; epochs count from 1. `best`: its validation loss (training loss without validation) is the lowest so far. */
export const epochLineSchema = z.strictObject({
  event: z.literal('epoch'),
  ...epochSchema.shape,
  outputs: scoresSchema.shape.outputs,
});
export type EpochLine = z.infer<typeof epochLineSchema>;

/** The last line of a training. */
export const doneEventSchema = z.strictObject({
  event: z.literal('done'),
  /** The run's folder. */
  run: z.string(),
  engine: engineNameSchema,
  /** What the engine computed on, for example `CPU` or a GPU's name. */
  device: z.string(),
  /** Epochs done. */
  epochs: z.number().int(),
  bestEpoch: z.number().int().nullable(),
  status: z.enum(['done', 'stopped', 'interrupted', 'failed']),
  /** A sentence where it did not simply finish. */
  reason: z.string().nullable(),
  /** A stable code where it was interrupted or failed: `run.diverged`, `run.memory-limit`, `run.disk-full` ... */
  code: z.string().nullable(),
  /** Null where nothing was trained or no samples were set aside. */
  test: scoresSchema.nullable(),
});
export type DoneEvent = z.infer<typeof doneEventSchema>;

/** What a training tells while it runs. */
export const trainingEventSchema = z.discriminatedUnion('event', [
  batchEventSchema,
  slowEventSchema,
  epochLineSchema,
  doneEventSchema,
]);
export type TrainingEvent = z.infer<typeof trainingEventSchema>;
/** What a supervisor tells of a run. */
export type RunNews = TrainingEvent | MemoryEvent | z.infer<typeof heldEventSchema>;

const fraction = z.number().min(0).max(1);

const scaleSchema = z.strictObject({
  kind: z.enum(['none', 'unit', 'standardization', 'min-max', 'per-channel']),
  offset: z.array(z.number()),
  factor: z.array(z.number()),
});

/** The file run.json of a run's folder. */
export const runRecordSchema = z.strictObject({
  format: z.literal('netloom-run'),
  version: z.literal(1),
  document: z.string(),
  /** `queued`: it waits until other runs have ended. */
  status: z.enum(['queued', 'running', 'done', 'stopped', 'interrupted', 'failed']),
  reason: z.string().nullable(),
  /** A stable code of the reason; absent where there is none and in records of earlier versions. */
  code: z.string().optional(),
  dataset: z.strictObject({
    name: z.string(),
    /** Hash of the very numbers. */
    identity: z.string(),
    samples: z.number().int(),
    /** How the inputs are scaled, in words. */
    scaling: z.string(),
    /**
     * The same in numbers for each input of the network in its order, found from the training samples: y = (x − offset) · factor; absent
     * where nothing is scaled and in records of earlier versions.
     */
    inputs: z
      .array(
        z.strictObject({
          /** The input; null where the data have but one. */
          name: z.string().nullable(),
          scale: scaleSchema,
          /** Whether the samples are bytes, 0 to 255, before they are scaled. */
          bytes: z.boolean(),
        }),
      )
      .optional(),
    /** The same in records of earlier versions, whose data had one input. */
    scale: scaleSchema.optional(),
    bytes: z.boolean().optional(),
    /** How many files or lines could not be read and were left out. */
    skipped: z.number().int().optional(),
    split: z.tuple([fraction, fraction, fraction]),
  }),
  engine: z.strictObject({
    name: engineNameSchema,
    version: z.string(),
    /** What it computed on; absent until training begins, and in records of earlier versions. */
    device: z.string().optional(),
  }),
  /** Absent until the first step, and in records of earlier versions. */
  execution: executionSchema.optional(),
  /** How it learns now, in words: optimizer, rate, schedule; absent in records of earlier versions. */
  learning: z.string().optional(),
  seed: z.number().int(),
  batchSize: z.number().int(),
  epochs: z.number().int(),
  epochsDone: z.number().int(),
  bestEpoch: z.number().int().nullable(),
  test: scoresSchema.nullable(),
  /** Milliseconds since 1970. */
  started: z.number(),
  /** Milliseconds of training. */
  duration: z.number(),
  /** The process that trains; tells a running run from one whose worker is gone. */
  pid: z.number().int(),
  /** The folder of the run whose weights it began with; left out where it began with fresh ones. */
  weights: z.string().optional(),
  /** Settings that were changed when it was resumed: the epochs done until then, and the new values by their path. */
  changes: z
    .array(z.strictObject({ epochsDone: z.number().int(), settings: z.record(z.string(), jsonSchema) }))
    .optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** The file run.json of a run that was not trained: its weights came with an imported model. */
export const importedRecordSchema = z.strictObject({
  format: z.literal('netloom-run'),
  version: z.literal(1),
  document: z.string(),
  status: z.literal('imported'),
  /** Name and format of the file that was imported. */
  source: z.strictObject({ file: z.string(), format: z.string() }),
  /** Milliseconds since 1970. */
  started: z.number(),
});
export type ImportedRecord = z.infer<typeof importedRecordSchema>;

/** What the supervisor tells a worker. */
export const workerCommandSchema = z.discriminatedUnion('command', [
  z.strictObject({
    command: z.literal('start'),
    /** The run's folder, prepared: document, record. */
    run: z.string(),
    engine: engineNameSchema,
    resume: z.boolean(),
  }),
  z.strictObject({ command: z.literal('pause') }),
  z.strictObject({ command: z.literal('resume') }),
  z.strictObject({
    command: z.literal('stop'),
    /** Why, where it was not the user's wish. */
    why: z.strictObject({ code: z.string(), reason: z.string() }).nullable(),
  }),
]);
export type WorkerCommand = z.infer<typeof workerCommandSchema>;

/** What a worker tells: training events, or the sentence of an error that kept it from training. */
export const workerMessageSchema = z.discriminatedUnion('event', [
  batchEventSchema,
  slowEventSchema,
  heldEventSchema,
  epochLineSchema,
  doneEventSchema,
  z.strictObject({ event: z.literal('error'), code: z.string(), message: z.string() }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
