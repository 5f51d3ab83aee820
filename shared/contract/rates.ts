import { z } from 'zod';
import { engineNameSchema } from './engines.ts';
import { method } from './protocol.ts';

/** One learning rate that was tried and the loss, smoothed over some ten steps. */
const ratePointSchema = z.strictObject({ rate: z.number(), loss: z.number() });
/** One learning rate that was tried and the loss, smoothed over some ten steps. */
export type RatePoint = z.infer<typeof ratePointSchema>;

/** The loss over the learning rate, which grows from step to step. */
export const rateCurveSchema = z.strictObject({
  points: z.array(ratePointSchema),
  /** A tenth of the rate with the lowest loss; null where the loss never fell. */
  suggestion: z.number().nullable(),
});
/** The loss over the learning rate, which grows from step to step. */
export type RateCurve = z.infer<typeof rateCurveSchema>;

/** A step of a search: what was tried last, and how many of the planned steps are done. */
export const rateStepSchema = z.strictObject({
  point: ratePointSchema,
  step: z.number().int(),
  steps: z.number().int(),
});
/** A step of a search: what was tried last, and how many of the planned steps are done. */
export type RateStep = z.infer<typeof rateStepSchema>;

/** The rates that a search tries, evenly on the logarithmic scale, unless it diverges before the end. */
export const RATE_RANGE = { from: 1e-6, to: 10, steps: 120 } as const;

/** The event of a step; windows tell searches apart by the name that they gave. */
export const rateProgressSchema = z.strictObject({ search: z.string(), ...rateStepSchema.shape });

const search = z.string().min(1).max(100);

/** The search for a learning rate. */
export const RATE_METHODS = {
  /** Tries learning rates with the document's own training settings; answers null when the search was stopped. Nothing is kept. */
  'rates.find': method(
    z.strictObject({
      /** A name of the window's own, by which it is told of the steps and stops the search. */
      search,
      text: z.string(),
      path: z.string().nullable(),
      engine: engineNameSchema,
    }),
    rateCurveSchema.nullable(),
  ),
  'rates.stop': method(z.strictObject({ search }), z.strictObject({})),
} as const;
