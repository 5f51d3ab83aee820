import { z } from 'zod';
import { engineStatusSchema, setupEngineSchema, setupProgressSchema } from './engines.ts';
import { method } from './protocol.ts';

/** Engines and their set-up. Progress comes as the event `setup.progress`, its end as `setup.done`. */
export const SETUP_METHODS = {
  'engines.list': method(z.strictObject({}), z.array(engineStatusSchema)),
  'setup.start': method(z.strictObject({ engine: setupEngineSchema }), z.strictObject({})),
  'setup.cancel': method(z.strictObject({}), z.strictObject({})),
} as const;

/** Event `setup.progress`. */
export const setupStepSchema = setupProgressSchema.extend({ engine: setupEngineSchema });

/** Event `setup.done`: no problem when all went well, else the sentence that tells what is missing and what mends it. */
export const setupDoneSchema = z.strictObject({
  engine: setupEngineSchema,
  problem: z.string().nullable(),
});
