import type { NetloomDocument, OptimizerSettings } from '../document/schema.ts';
import { type Inference, inferDocument } from '../inference/infer.ts';
import { withBatch } from './batch.ts';
import { documentProblems } from './lints/document-problems.ts';
import {
  type InferenceMemory,
  inferenceMemory,
  outputBytes,
  type TrainingMemory,
  trainingMemory,
} from './memory.ts';
import { type Precision, weightBytes } from './precision.ts';
import { type ReceptiveField, receptiveFields } from './receptive-field.ts';
import { type Summary, type SummaryRow, summarize } from './summary.ts';
import { type TorchinfoFigures, torchinfoFigures } from './torchinfo.ts';

/** What a summary is counted for. */
export interface CostOptions {
  /** Samples at once; null for the figures of one sample with the batch left open. */
  readonly batch: number | null;
  readonly precision: Precision;
  readonly optimizer: OptimizerSettings;
}

/** A summary line with its costs. */
export interface CostedRow extends SummaryRow {
  /** Bytes of the parameters at the chosen precision. */
  readonly paramBytes: number;
  readonly receptiveField: ReceptiveField;
}

/** A summary with memory, receptive fields and torchinfo's figures. */
export interface CostedSummary extends Summary {
  readonly rows: readonly CostedRow[];
  readonly options: CostOptions;
  readonly inference: InferenceMemory;
  readonly training: TrainingMemory;
  readonly torchinfo: TorchinfoFigures | null;
}

/** Optimizer of documents that name none (document/training-defaults.ts). */
export const DEFAULT_COSTS: CostOptions = { batch: null, precision: 'float32', optimizer: { name: 'adam' } };

/**
 * Summarizes a network with all its costs.
 *
 * @param inference the inferred network
 * @param name the network's name
 * @param options batch size, precision and optimizer
 */
export function summarizeCosts(
  inference: Inference,
  name: string,
  options: CostOptions = DEFAULT_COSTS,
): CostedSummary {
  const { batch, precision, optimizer } = options;
  const samples = batch ?? 1;
  const fields = receptiveFields(inference);
  const plain = summarize(inference, name);
  const perSample: Summary = {
    ...plain,
    rows: plain.rows.map(row => {
      const node = inference.nodes.get(row.name);
      return { ...row, activationBytes: node ? outputBytes(node, precision) : null };
    }),
    totals: { ...plain.totals, bytes: plain.totals.params * weightBytes(precision) },
  };
  const summary = batch === null ? perSample : withBatch(perSample, batch);
  return {
    ...summary,
    rows: summary.rows.map(row => ({
      ...row,
      paramBytes: row.params * weightBytes(precision),
      receptiveField: fields.get(row.name) ?? [],
    })),
    options,
    inference: inferenceMemory(inference, { batch: samples, precision }),
    training: trainingMemory(inference, { batch: samples, precision, optimizer }),
    torchinfo: torchinfoFigures(inference, samples),
  };
}

/**
 * Summarizes a document with all its costs and problems, for the optimizer that it trains with.
 *
 * @param document the document
 * @param options batch size and precision
 */
export function summarizeDocument(
  document: NetloomDocument,
  options: Omit<CostOptions, 'optimizer'> = DEFAULT_COSTS,
): CostedSummary {
  const inference = inferDocument(document);
  const optimizer = document.training?.optimizer ?? DEFAULT_COSTS.optimizer;
  return {
    ...summarizeCosts(inference, document.name, { ...options, optimizer }),
    problems: documentProblems(document, inference),
  };
}
