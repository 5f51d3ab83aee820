import type { z } from 'zod';
import { DATA_METHODS } from './data.ts';
import { DOCUMENT_METHODS, documentChangedSchema } from './documents.ts';
import { EXPORT_METHODS } from './exports.ts';
import { IMPORT_METHODS, weightsLostSchema } from './imports.ts';
import { PREFERENCE_METHODS } from './preferences.ts';
import { RATE_METHODS, rateProgressSchema } from './rates.ts';
import { epochsEventSchema, memorySchema, progressSchema, RUN_METHODS, statusEventSchema } from './runs.ts';
import { SETUP_METHODS, setupDoneSchema, setupStepSchema } from './setup.ts';

/** Every method of the service, with validators. The window calls nothing else. */
export const SERVICE_METHODS = {
  ...DATA_METHODS,
  ...DOCUMENT_METHODS,
  ...EXPORT_METHODS,
  ...IMPORT_METHODS,
  ...PREFERENCE_METHODS,
  ...RATE_METHODS,
  ...RUN_METHODS,
  ...SETUP_METHODS,
} as const;

/** Every event of the service, with validators. */
export const SERVICE_EVENTS = {
  'documents.changed': documentChangedSchema,
  'import.weights-lost': weightsLostSchema,
  'rates.progress': rateProgressSchema,
  'training.progress': progressSchema,
  'training.epochs': epochsEventSchema,
  'training.memory': memorySchema,
  'training.status': statusEventSchema,
  'setup.progress': setupStepSchema,
  'setup.done': setupDoneSchema,
} as const;

/** The name of an event. */
export type EventName = keyof typeof SERVICE_EVENTS;
/** What an event carries. */
export type EventData<E extends EventName> = z.infer<(typeof SERVICE_EVENTS)[E]>;
