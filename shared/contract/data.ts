import { z } from 'zod';
import { dataSettingsSchema } from '../document/data-settings.ts';
import { method } from './protocol.ts';
import { dataInputSchema, datasetInfoSchema, dataTargetSchema, tensorMessageSchema } from './runs.ts';

/** The forms of data. */
export const dataKindSchema = z.enum(['built-in', 'image-folder', 'table', 'idx', 'cifar', 'npy', 'npz']);
export type DataKind = z.infer<typeof dataKindSchema>;

/** A column of a table and what it was taken for. */
export const tableColumnSchema = z.strictObject({
  name: z.string(),
  type: z.enum(['number', 'category', 'text']),
  role: z.enum(['input', 'target', 'ignored']),
  /** The inputs or outputs of the network that it belongs to; absent where the table has one input and one target. */
  belongsTo: z.array(z.string()).optional(),
  /** The words of a category in the order of their numbers. */
  categories: z.array(z.string()).optional(),
  /** Of numbers. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Cells that are empty or no finite number. */
  missing: z.number().int(),
});
export type TableColumn = z.infer<typeof tableColumnSchema>;

/** An input of data as it was found. */
export const inputReportSchema = z.strictObject({
  ...dataInputSchema.shape,
  /** Of the numbers as they stand in the files, finite ones only. */
  range: z.strictObject({ min: z.number(), max: z.number(), mean: z.number(), deviation: z.number() }),
});
export type InputReport = z.infer<typeof inputReportSchema>;

/** A target of data as it was found. */
export const targetReportSchema = z.strictObject({
  ...dataTargetSchema.shape,
  /** Samples by class; null where the targets are no classes. */
  balance: z.array(z.strictObject({ name: z.string(), count: z.number().int() })).nullable(),
  /** Of targets that are no classes. */
  range: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
});
export type TargetReport = z.infer<typeof targetReportSchema>;

/** What was found in data: `netloom data NAME|PATH --format json` and the window's preview. */
export const dataReportSchema = z.strictObject({
  ...datasetInfoSchema.shape,
  kind: dataKindSchema,
  inputs: z.array(inputReportSchema).min(1),
  targets: z.array(targetReportSchema).min(1),
  /** Arrays that neither an input nor an output of the network asks for. */
  unused: z.array(z.string()),
  /** Numbers that are missing or not finite, targets included. */
  missing: z.number().int(),
  /** Samples per part with the split that was asked for, or as the data themselves divide them. */
  split: z.strictObject({
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
    given: z.boolean(),
  }),
  columns: z.array(tableColumnSchema).nullable(),
  target: z.strictObject({ name: z.string(), guessed: z.boolean() }).nullable(),
  /** Files and lines that cannot be read, the first 1,000. */
  broken: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
  brokenCount: z.number().int(),
  /** Why a training would refuse the data, with the remedy; null where it would take them. */
  refusal: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** Bytes of all samples as the network takes them. */
  bytes: z.number(),
  /** Whether they exceed the memory budget and are read batch by batch. */
  streamed: z.boolean(),
  identity: z.string(),
});
export type DataReport = z.infer<typeof dataReportSchema>;

/** NumPy arrays of which nothing says what serves for what: `netloom data PATH --format json` without a network. */
export const arraysReportSchema = z.strictObject({
  kind: z.enum(['npy', 'npz']),
  /** The absolute path. */
  name: z.string(),
  arrays: z.array(
    z.strictObject({
      name: z.string(),
      shape: z.array(z.number().int()),
      /** As NumPy calls it: float32, int64, bool; null where it cannot be read. */
      type: z.string().nullable(),
      /** Of the finite numbers; null where there are none. */
      range: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
      /** Numbers that are not finite. */
      missing: z.number().int(),
      /** Why it cannot be read; null where it can. */
      refusal: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
export type ArraysReport = z.infer<typeof arraysReportSchema>;

/** What is shown of data before training. */
export const dataPreviewSchema = z.strictObject({
  report: dataReportSchema,
  /** A few samples in the numbers of the files, each class if possible; by input. */
  inputs: z.array(tensorMessageSchema),
  /** What each of them is, class or value; by target. */
  captions: z.array(z.array(z.string())),
});
export type DataPreview = z.infer<typeof dataPreviewSchema>;

const share = z.number().min(0).max(1);

/** An input or output of a network with its extents per sample; null where one or all are unknown. */
export const portSchema = z.strictObject({
  name: z.string(),
  extents: z.array(z.number().int().nullable()).nullable(),
  /** The layer that looks the numbers of an input up in a table (words in an Embedding), and the table's rows; absent where none does. */
  lookup: z.strictObject({ layer: z.string(), rows: z.number().int() }).optional(),
});
export type Port = z.infer<typeof portSchema>;

/** What a network takes and gives, in its order; empty where nothing is known of it. */
export const networkPortsSchema = z.strictObject({
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
});
export type NetworkPorts = z.infer<typeof networkPortsSchema>;

/** What is asked of data: where they are, how to read them, what the network takes and gives per sample. */
export const dataQuestionSchema = z.strictObject({
  name: z.string().min(1).max(4096),
  settings: dataSettingsSchema,
  network: networkPortsSchema,
  /** The parts for training, validation and test. */
  split: z.tuple([share, share, share]).readonly(),
  seed: z.number().int(),
});
export type DataQuestion = z.infer<typeof dataQuestionSchema>;

/** Data from the user's disk. */
export const DATA_METHODS = {
  /** Looks at data: what they are, whether they can be read, a few samples. */
  'data.preview': method(
    z.strictObject({
      ...dataQuestionSchema.shape,
      /** The document's file, from where a relative path counts; null where it has none. */
      path: z.string().nullable(),
      /** A run: its own settings of the data and its own network count, not those given. */
      run: z.string().optional(),
    }),
    dataPreviewSchema,
  ),
} as const;
