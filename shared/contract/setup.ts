import { z } from 'zod';
import { engineStatusSchema } from './engines.ts';
import { method } from './protocol.ts';

/** Engines and their set-up. Progress comes as the event `setup.progress`, its end as `setup.done`. */
export const SETUP_METHODS = {
  'engines.list': method(z.strictObject({}), z.array(engineStatusSchema)),
  'setup.start': method(z.strictObject({}), z.strictObject({})),
  'setup.cancel': method(z.strictObject({}), z.strictObject({})),
} as const;

/** Event `setup.done`: null when all went well, else the sentence that tells what is missing and what mends it. */
export const setupDoneSchema = z.strictObject({ problem: z.string().nullable() });
