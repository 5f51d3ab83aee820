import { z } from 'zod';

/** How the inputs are scaled; `auto`: bytes to 0 ... 1, tables standardized, other numbers as they are. */
export const SCALINGS = ['auto', 'none', 'unit', 'standardization', 'min-max', 'per-channel'] as const;
export type Scaling = (typeof SCALINGS)[number];

const share = z.number().min(0).max(1);

/** Random changes of training pictures; all are functions of (seed, epoch, sample). */
export const augmentationSchema = z.strictObject({
  /** Mirrors half of the pictures left to right. */
  flipHorizontal: z.boolean().optional(),
  /** Mirrors half of the pictures upside down. */
  flipVertical: z.boolean().optional(),
  /** Largest shift as a part of the extent. */
  shift: share.optional(),
  /** Largest turn in degrees. */
  rotate: z.number().min(0).max(180).optional(),
  /** Largest change of size, as a part of it. */
  zoom: z.number().min(0).max(0.9).optional(),
  /** Standard deviation of what is added to each scaled number. */
  noise: z.number().min(0).max(100).optional(),
});

/** How samples are read, divided and prepared; all optional, with the defaults of {@link DATA_DEFAULTS}. */
export const dataSettingsSchema = z.strictObject({
  /** The column or array that holds the targets; left out: guessed. */
  target: z.string().max(1024).optional(),
  /**
   * Which columns of a table or which array goes to an input or output of the network, by its name. Not named: an input or output gets the
   * array or column of its own name, and a sole input that is left gets the columns that nothing else takes.
   */
  columns: z.record(z.string(), z.array(z.string().max(1024)).min(1).readonly()).optional(),
  /** Columns that are left out. */
  ignore: z.array(z.string().max(1024)).readonly().optional(),
  /** What becomes of columns with words. */
  categories: z.enum(['one-hot', 'index']).optional(),
  /** Height and width that pictures get; left out: what the network takes, else the most common size. */
  imageSize: z
    .tuple([z.number().int().min(1).max(16_384), z.number().int().min(1).max(16_384)])
    .readonly()
    .optional(),
  /** 1 grey, 3 colours, 4 with transparency; left out: what the network takes, else what the pictures have. */
  channels: z.union([z.literal(1), z.literal(3), z.literal(4)]).optional(),
  /** Leaves out files and lines that cannot be read. */
  skipBroken: z.boolean().optional(),
  /** One for all inputs, or by input; `auto` for those not named. */
  scaling: z.union([z.enum(SCALINGS), z.record(z.string(), z.enum(SCALINGS))]).optional(),
  augmentation: augmentationSchema.optional(),
  /** `balanced`: every class counts alike; or a weight by class name, 1 for classes not named. */
  classWeights: z.union([z.literal('balanced'), z.record(z.string(), z.number().min(0))]).optional(),
  /** Keeps each class's share in every part of the split. */
  stratify: z.boolean().optional(),
  /** Megabytes of samples that are held in memory; a larger set is read from disk batch by batch. */
  memoryBudget: z.number().int().min(1).max(1_048_576).optional(),
});

/** Data settings as stored. */
export type DataSettings = z.infer<typeof dataSettingsSchema>;
/** What is changed at random in training pictures. */
export type Augmentation = z.infer<typeof augmentationSchema>;

/** What is taken where the document says nothing. */
export const DATA_DEFAULTS = {
  categories: 'one-hot',
  skipBroken: false,
  scaling: 'auto',
  stratify: true,
  memoryBudget: 2048,
} as const satisfies DataSettings;
