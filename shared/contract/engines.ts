import { z } from 'zod';

/**
 * The engines that can train and predict, the best first: native TensorFlow, a GPU through WebGPU, and the slow one in plain JavaScript
 * that is always there.
 */
export const engineNameSchema = z.enum(['tensorflow', 'webgpu', 'javascript']);
export type EngineName = z.infer<typeof engineNameSchema>;

/** ready: loads and computes. missing: never set up, or only partly there. damaged: set up once, but a file is not what it was. */
export const engineStateSchema = z.enum(['ready', 'missing', 'damaged']);
export type EngineState = z.infer<typeof engineStateSchema>;

/** What `netloom engines` and the window say about one engine. */
export const engineStatusSchema = z.strictObject({
  name: engineNameSchema,
  state: engineStateSchema,
  /** The version of the computing library (libtensorflow or tfjs); null when it is not known. */
  version: z.string().nullable(),
  /** What it computes on: `CPU`, or a GPU's name. */
  device: z.string(),
  /** Whether it is used where the user names none: the first ready one of these is. Software that plays a GPU is not. */
  automatic: z.boolean(),
  /** One sentence for the reader. */
  detail: z.string(),
  /** The one command that mends it; null when nothing needs mending. */
  remedy: z.string().nullable(),
  /** Whether the set-up, which the window offers, mends it. */
  canSetUp: z.boolean(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

/**
 * The engine that is used where the user names none: the first that is ready and no emergency.
 *
 * @param statuses the best first
 */
export function automaticEngine(statuses: readonly EngineStatus[]): EngineName {
  return statuses.find(({ state, automatic }) => state === 'ready' && automatic)?.name ?? 'javascript';
}

/** The engines that a set-up can bring. */
export const setupEngineSchema = z.enum(['tensorflow', 'webgpu']);
export type SetupEngine = z.infer<typeof setupEngineSchema>;

/** Where a set-up stands: sent at each step's beginning and at most ten times a second within it. */
export const setupProgressSchema = z.strictObject({
  /** The running step, from 1. */
  step: z.int().min(1),
  /** How many steps this set-up has; finished ones of an earlier set-up are not counted. */
  steps: z.int().min(1),
  title: z.string(),
  bytesDone: z.number().min(0).optional(),
  bytesTotal: z.number().min(0).optional(),
  bytesPerSecond: z.number().min(0).optional(),
  /** The done share of this step, 0 to 1; null while it cannot be known. */
  fraction: z.number().min(0).max(1).nullable(),
});
export type SetupProgress = z.infer<typeof setupProgressSchema>;

/** The outcome of a set-up that succeeded. */
export const setupResultSchema = z.strictObject({
  /** The version that the loaded library reports, for example `2.21.0`. */
  version: z.string(),
  /** What it computes on. */
  device: z.string(),
  /** The titles of the steps that were needed; empty when everything was ready already. */
  done: z.array(z.string()),
  milliseconds: z.number().min(0),
});
export type SetupResult = z.infer<typeof setupResultSchema>;

/** Every way in which a set-up or the loading of an engine can fail, with the words of the reference page. A code is stable. */
export const ENGINE_ERROR_CODES = {
  'setup.platform': 'There is no TensorFlow library for this system.',
  'setup.no-package': 'The package @tensorflow/tfjs-node is not installed.',
  'setup.no-installer': 'Neither pip nor uv was found; one of them fetches the library.',
  'setup.no-python': 'Python was not found; the build of the addon needs it.',
  'setup.no-compiler': 'No C++ compiler was found; it builds the addon.',
  'setup.no-make': 'make was not found; it builds the addon.',
  'setup.no-network': 'The package index could not be reached.',
  'setup.no-space': 'The disk has too little free space.',
  'setup.cannot-write': 'A folder that set-up must write to is not writable.',
  'setup.download-failed': 'The library could not be fetched.',
  'setup.build-failed': 'The addon could not be built.',
  'setup.verify-failed': 'The library was set up but does not compute.',
  'setup.cancelled': 'The set-up was cancelled.',
  'engine.not-ready': 'The engine is not set up, or its files are damaged.',
  'engine.ended':
    'The process that computes for a command ended before it was done, and its engine is sound; perhaps the memory was not enough.',
  'engine.other-loaded': 'This process already uses the other engine.',
} as const;
export type EngineErrorCode = keyof typeof ENGINE_ERROR_CODES;
