import path from 'node:path';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { describedWeights, initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import { buildOnnxModel, type OnnxLayout } from '../../shared/exporters/onnx/build-model.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { elementCount, type OnnxModel } from '../../shared/exporters/onnx/model.ts';
import { type Inference, inferDocument } from '../../shared/inference/infer.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import type { Engine } from '../engines/engine.ts';
import { writeStaged } from '../keras-files/staged-file.ts';
import { comparisonBatch, requireMemory } from './memory.ts';
import { type Verification, verifyOnnx } from './verify-onnx.ts';
import { writeOnnx } from './write-onnx.ts';

/** Where an export stands. */
export interface ExportProgress {
  readonly stage: 'writing' | 'verifying';
  /** Done share of the stage, 0 to 1; null while it cannot be known. */
  readonly fraction: number | null;
}

/** What to export. */
export interface ExportOnnxRequest {
  readonly document: NetloomDocument;
  /** Path of the .onnx file. */
  readonly output: string;
  /** Learned weights; left out, the file holds the initial ones of the seed. */
  readonly weights?: WeightStore | undefined;
  /** Which of these are initial ones; left out, none is. */
  readonly fresh?: ReadonlySet<string> | undefined;
  readonly opset?: number | undefined;
  readonly layout?: OnnxLayout | undefined;
  /** Seed of the initial weights and of the comparison's numbers. */
  readonly seed: number;
  /** What to compare ONNX Runtime with; null skips the comparison. */
  readonly engine: Engine | null;
  readonly producerVersion?: string;
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Changes the model after it was built: lets tests plant mistakes. */
  readonly alter?: ((model: OnnxModel) => OnnxModel) | undefined;
}

/** What was exported. */
export interface ExportOnnxResult {
  /** The files written: the model, and its tensors' file for more than 2 GB. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Null when the comparison was skipped. */
  readonly verification: Verification | null;
  /** Why nothing could be compared although it was asked for; null otherwise. */
  readonly remark: string | null;
}

/**
 * Exports a network as an ONNX file that ONNX Runtime has confirmed. The file appears under its name only after the comparison has
 * held; an older file of that name stays until then. Failure and cancellation leave nothing behind.
 *
 * @throws ExportError with a code and a sentence
 */
export async function exportOnnx(request: ExportOnnxRequest): Promise<ExportOnnxResult> {
  const inference = inferDocument(request.document);
  const { name } = request.document;
  const weights = request.weights ?? initialWeightStore(inference, request.seed);
  const options = {
    ...(request.opset === undefined ? {} : { opset: request.opset }),
    ...(request.layout === undefined ? {} : { layout: request.layout }),
    ...(request.producerVersion === undefined ? {} : { producerVersion: request.producerVersion }),
  };
  const built = buildOnnxModel(name, inference.graph, inference, weights, options).model;
  const model = request.alter?.(built) ?? built;
  if (request.weights) requireWeights(inference, request.weights);
  requireMemory(inference, request.engine !== null);
  const { signal } = request;
  let bytes = 0;
  let verification: Verification | null = null;
  let remark: string | null = null;
  const files = await writeStaged(request.output, signal, async staging => {
    const staged = path.join(staging, path.basename(request.output));
    const written = await writeOnnx(model, staged, {
      signal,
      onProgress: (done, total) => request.onProgress?.({ stage: 'writing', fraction: done / total }),
    });
    bytes = written.bytes;
    if (request.engine) {
      request.onProgress?.({ stage: 'verifying', fraction: null });
      verification = await verifyOnnx({
        name,
        inference,
        file: staged,
        weights,
        isFresh: name => request.weights === undefined || request.fresh?.has(name) === true,
        options,
        engine: request.engine,
        folder: staging,
        seed: request.seed,
        batch: comparisonBatch(inference),
        signal,
        alter: request.alter,
      }).catch((error: unknown) => {
        if (!(error instanceof ExportError) || error.code !== 'export.not-computable') throw error;
        remark = error.message;
        return null;
      });
    }
    return written.paths.map(file => path.basename(file));
  });
  return { files, bytes, verification, remark };
}

/** Learned weights must be there for every layer, in its shape. */
function requireWeights(inference: Inference, weights: WeightStore): void {
  for (const [name, { shape }] of describedWeights(inference)) {
    const count = weights.count ? weights.count(name) : weights.get(name)?.length;
    if (count === elementCount(shape)) continue;
    throw new ExportError(
      'export.weights',
      `The weights do not belong to this network: ${name} should have ${elementCount(shape)} elements (${shape.join(' × ')}); got ${count ?? 'none'}. Export the document that was trained, or train again, beginning with these weights: those that fit are taken.`,
    );
  }
}
