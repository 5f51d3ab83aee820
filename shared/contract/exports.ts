import { z } from 'zod';
import { method } from './protocol.ts';

/** How an exported file was proven. */
export const verificationSchema = z.strictObject({
  verified: z.literal(true),
  maxAbsDiff: z.number(),
  /** Largest difference by the standard deviation of the engine's values; at most 1e-4. */
  maxRelDiff: z.number(),
  worstTensor: z.string(),
  /** How many tensors were compared. */
  tensors: z.number().int(),
  runtime: z.string(),
  engine: z.string(),
  /** What was not compared, and why; left out where all was. */
  notCompared: z.string().optional(),
});

/** What export wrote and how it was proven; null where nothing was compared. */
export const exportResultSchema = z.strictObject({
  path: z.string(),
  /** All files where there are several, the main one first. */
  files: z.array(z.string()).optional(),
  bytes: z.number(),
  verification: verificationSchema.nullable(),
  /** The layers with initial weights, since the run has none that fit: `head`, or `norm (gamma)`; left out where all fit. */
  freshLayers: z.array(z.string()).optional(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** The formats that `export.model` writes, beside ONNX. */
export const MODEL_FORMATS = ['keras', 'h5', 'tfjs', 'keras-code', 'pytorch', 'safetensors'] as const;
export type ModelFormat = (typeof MODEL_FORMATS)[number];

/** Files written from a document. */
export const EXPORT_METHODS = {
  'export.onnx': method(
    z.strictObject({
      text: z.string(),
      path: z.string(),
      /** A run's folder whose weights are written; null for fresh ones of the seed. */
      run: z.string().nullable(),
      /** Null for the one that suits the network. */
      opset: z.number().int().min(13).max(21).nullable(),
      layout: z.enum(['nhwc', 'nchw']),
      seed: z.number().int(),
      verify: z.boolean(),
      /** Puts the run's scaling into the model, so that it takes the numbers of the files. */
      withScaling: z.boolean(),
    }),
    exportResultSchema,
  ),
  /** A model in another format with its weights; some formats are several files, of which `path` is the main one. */
  'export.model': method(
    z.strictObject({
      text: z.string(),
      path: z.string(),
      format: z.enum(MODEL_FORMATS),
      /** A run's folder whose weights are written; null for fresh ones of the seed. */
      run: z.string().nullable(),
      seed: z.number().int(),
    }),
    exportResultSchema,
  ),
  'export.picture': method(
    z.strictObject({
      text: z.string(),
      path: z.string(),
      format: z.enum(['svg', 'png']),
      theme: z.enum(['light', 'dark']),
    }),
    exportResultSchema,
  ),
  'export.summary': method(
    z.strictObject({
      text: z.string(),
      path: z.string(),
      format: z.enum(['text', 'json', 'csv', 'markdown', 'latex']),
    }),
    exportResultSchema,
  ),
  /** A text that the window has made, such as a report. */
  'export.text': method(z.strictObject({ path: z.string(), text: z.string() }), exportResultSchema),
  /** A file below the root as base64, so that a browser on another machine can keep it. */
  'export.download': method(
    z.strictObject({ path: z.string() }),
    z.strictObject({ name: z.string(), base64: z.string() }),
  ),
} as const;
