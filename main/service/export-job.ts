import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { type ExportResult, exportResultSchema, MODEL_FORMATS } from '../../shared/contract/exports.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import { withScalingLayers } from '../../shared/training/scaling-layer.ts';
import { defaultEngineName, loadEngine } from '../engines/load-engine.ts';
import { exportModel } from '../keras-files/export-model.ts';
import { exportOnnx } from '../onnx/export-onnx.ts';
import { scalingOf } from '../runs/run-scaling.ts';
import { fittingRunWeights } from '../runs/run-weights.ts';

const onnxJobSchema = z.object({
  text: z.string(),
  path: z.string(),
  run: z.string().nullable(),
  opset: z.number().int().nullable(),
  layout: z.enum(['nhwc', 'nchw']),
  seed: z.number().int(),
  verify: z.boolean(),
  withScaling: z.boolean(),
});
const modelJobSchema = z.object({
  format: z.enum(MODEL_FORMATS),
  text: z.string(),
  path: z.string(),
  run: z.string().nullable(),
  seed: z.number().int(),
});

/** What the export process is asked to do: a model in the format named, or ONNX. */
export const exportJobSchema = z.union([modelJobSchema, onnxJobSchema]);
export type ExportJob = z.infer<typeof exportJobSchema>;

/** What the export process answers. */
export const exportAnswerSchema = z.union([
  z.object({ result: exportResultSchema }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);

/**
 * Exports a document. An ONNX file is proven in ONNX Runtime against the engine that is ready.
 *
 * @param job what to write
 * @param signal cancels: nothing is left behind
 * @throws ExportError and the errors of documents, runs and engines, each with a code
 */
export async function runExportJob(job: ExportJob, signal?: AbortSignal): Promise<ExportResult> {
  const document = parseDocument(job.text);
  const weights = job.run === null ? null : await fittingRunWeights(job.run, document, job.seed);
  const told = weights && weights.freshLayers.length > 0 ? { freshLayers: [...weights.freshLayers] } : {};
  if ('format' in job) {
    const { format, path, seed } = job;
    const files = await exportModel({
      document,
      format,
      output: path,
      weights: weights?.store,
      seed,
      signal,
    });
    const sizes = await Promise.all(files.map(async file => (await stat(file)).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { path: files[0] ?? path, files: [...files], bytes, verification: null, ...told };
  }
  const { files, bytes, verification } = await exportOnnx({
    document: job.withScaling ? withScalingLayers(document, await scalingOf(job.run)) : document,
    output: job.path,
    weights: weights?.store,
    fresh: weights?.fresh,
    opset: job.opset ?? undefined,
    layout: job.layout,
    seed: job.seed,
    engine: job.verify ? await loadEngine(await defaultEngineName()) : null,
    signal,
  });
  return {
    path: files[0] ?? job.path,
    files: [...files],
    bytes,
    verification: verification === null ? null : { ...verification, verified: true },
    ...told,
  };
}
