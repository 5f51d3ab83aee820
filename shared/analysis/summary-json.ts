import { z } from 'zod';
import type { CostedSummary } from './costs.ts';
import { PRECISIONS } from './precision.ts';
import { shapeToJson } from './summary.ts';

const dims = z.array(z.union([z.number(), z.string(), z.null()])).nullable();
const bytes = z.number().nullable();

/** The JSON form of a summary: the command line's contract. */
export const summaryJsonSchema = z.strictObject({
  name: z.string(),
  layers: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      /** One list of extents (the batch null), or a list of such lists for several outputs. */
      outputShape: z.union([dims, z.array(dims)]),
      params: z.number().int(),
      trainableParams: z.number().int(),
      nonTrainableParams: z.number().int(),
      macs: z.number().nullable(),
      connectedTo: z.array(z.string()),
      /** Bytes of the outputs. */
      activationBytes: bytes,
      /** Per spatial axis: a window on the input, "whole", or null where unknown. */
      receptiveField: z.array(
        z.union([
          z.strictObject({ size: z.number(), stride: z.number().nullable(), start: z.number() }),
          z.literal('whole'),
          z.null(),
        ]),
      ),
    }),
  ),
  totals: z.strictObject({
    params: z.number().int(),
    trainableParams: z.number().int(),
    nonTrainableParams: z.number().int(),
    macs: z.number().nullable(),
  }),
  /** Bytes for the batch (one sample unless told) at the precision. */
  memory: z.strictObject({
    batch: z.number().int(),
    precision: z.enum(PRECISIONS),
    inference: z.strictObject({
      weights: z.number(),
      activations: bytes,
      peakLayer: z.string().nullable(),
      total: bytes,
    }),
    training: z.strictObject({
      weights: z.number(),
      activations: bytes,
      gradients: bytes,
      optimizer: z.number(),
      total: bytes,
    }),
  }),
  /** The figures by torchinfo's rules. */
  torchinfo: z
    .strictObject({
      multiplyAdds: z.number(),
      inputBytes: z.number(),
      forwardBackwardBytes: z.number(),
      paramsBytes: z.number(),
      totalBytes: z.number(),
    })
    .nullable(),
  problems: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      layer: z.string().nullable(),
      message: z.string(),
    }),
  ),
});
export type SummaryJson = z.infer<typeof summaryJsonSchema>;

/** The JSON form of a summary. */
export function summaryToJson(summary: CostedSummary): SummaryJson {
  const { params, trainableParams, nonTrainableParams, macs } = summary.totals;
  return {
    name: summary.name,
    layers: summary.rows.map(row => ({
      name: row.name,
      type: row.type,
      outputShape:
        row.outputShapes.length === 1
          ? shapeToJson(row.outputShapes[0] ?? null)
          : row.outputShapes.map(shapeToJson),
      params: row.params,
      trainableParams: row.trainableParams,
      nonTrainableParams: row.nonTrainableParams,
      macs: row.macs,
      connectedTo: [...row.connectedTo],
      activationBytes: row.activationBytes,
      receptiveField: [...row.receptiveField],
    })),
    totals: { params, trainableParams, nonTrainableParams, macs },
    memory: {
      batch: summary.options.batch ?? 1,
      precision: summary.options.precision,
      inference: summary.inference,
      training: summary.training,
    },
    torchinfo: summary.torchinfo,
    problems: summary.problems.map(({ code, severity, layer, message }) => ({
      code,
      severity,
      layer,
      message,
    })),
  };
}
