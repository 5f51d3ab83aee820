import { z } from 'zod';
import { comparisonSchema } from '../analysis/compare.ts';
import { summaryJsonSchema } from '../analysis/summary-json.ts';
import { jsonSchema } from '../document/schema.ts';
import { arraysReportSchema, dataReportSchema } from './data.ts';
import { engineStatusSchema } from './engines.ts';
import { verificationSchema } from './exports.ts';
import { importReportSchema } from './imports.ts';
import { datasetInfoSchema } from './runs.ts';
import { doneEventSchema, epochLineSchema, scoresSchema } from './training.ts';

const problemSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  layer: z.string().nullable(),
  message: z.string(),
  /** The title of the one-click fix, where there is one. */
  fix: z.string().optional(),
});

/** `check --format json`. */
export const checkAnswerSchema = z.strictObject({
  name: z.string(),
  errors: z.number().int(),
  warnings: z.number().int(),
  problems: z.array(problemSchema),
});

const layerSchema = z.strictObject({ layer: z.string(), type: z.string() });
const wireSchema = z.strictObject({
  from: z.string(),
  fromPort: z.number().int().optional(),
  to: z.string(),
  toPort: z.number().int().optional(),
});
const differenceSchema = z.strictObject({
  parameter: z.string(),
  before: jsonSchema.optional(),
  after: jsonSchema.optional(),
});
const totalsSchema = summaryJsonSchema.shape.totals;

/** `diff --format json`. */
export const diffAnswerSchema = z.strictObject({
  same: z.boolean(),
  added: z.array(layerSchema),
  removed: z.array(layerSchema),
  changed: z.array(z.strictObject({ layer: z.string(), differences: z.array(differenceSchema) })),
  wiresAdded: z.array(wireSchema),
  wiresRemoved: z.array(wireSchema),
  training: z.array(differenceSchema),
  moved: z.array(z.string()),
  totals: z.strictObject({ before: totalsSchema, after: totalsSchema }),
});

/** `templates --format json`. */
export const templatesAnswerSchema = z.array(
  z.strictObject({ name: z.string(), title: z.string(), description: z.string() }),
);

/** A line of `train --format json`. */
export const trainAnswerSchema = z.discriminatedUnion('event', [epochLineSchema, doneEventSchema]);

/** `evaluate --format json`; accuracy only where the network has one. */
export const evaluateAnswerSchema = scoresSchema.extend({ accuracy: z.number().optional() });

const numbersByOutput = z.record(z.string(), z.array(z.number()));

/** A line of `predict --format json`: one sample, its numbers flattened; by output where the network has several. No target where the data have none. */
export const predictAnswerSchema = z.union([
  z.strictObject({
    sample: z.number().int(),
    output: z.array(z.number()),
    target: z.array(z.number()).optional(),
  }),
  z.strictObject({ sample: z.number().int(), outputs: numbersByOutput, targets: numbersByOutput.optional() }),
]);

/** `import --format json`: the report, and the run with the weights (null where the file has none). */
export const importAnswerSchema = importReportSchema.extend({ run: z.string().nullable() });

/** The JSON answers of the command line by command; several objects a line each where the command writes lines. */
export const COMMAND_LINE_ANSWERS = {
  summary: summaryJsonSchema,
  compare: comparisonSchema,
  check: checkAnswerSchema,
  diff: diffAnswerSchema,
  templates: templatesAnswerSchema,
  import: importAnswerSchema,
  'export onnx': verificationSchema,
  train: trainAnswerSchema,
  evaluate: evaluateAnswerSchema,
  predict: predictAnswerSchema,
  engines: z.array(engineStatusSchema),
  'data NAME|PATH': z.union([dataReportSchema, arraysReportSchema]),
  data: z.array(datasetInfoSchema),
} as const;
