import { z } from 'zod';
import { PRECISIONS } from '../analysis/precision.ts';
import type { Json } from '../document/json.ts';
import { jsonSchema } from '../document/schema.ts';
import { engineNameSchema } from './engines.ts';
import { method } from './protocol.ts';
import { LEAST_MEMORY_LIMIT } from './runs.ts';

/** Colours by the system or by choice. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const names = z.array(z.string().min(1).max(100)).max(100);

/** How the canvas is moved: the wheel zooms and a drag moves it, or two fingers move it, spread to zoom, and a drag selects. */
export const NAVIGATIONS = ['mouse', 'trackpad'] as const;

/** Preferences of which there is one. */
const SINGLE = {
  theme: z.enum(THEMES),
  'canvas.navigation': z.enum(NAVIGATIONS),
  /** Left out: the best that is ready. */
  engine: engineNameSchema,
  /** Whether a new run waits for those that train. */
  'run-waits': z.boolean(),
  /** Megabytes of main memory that a training may hold; left out: no limit. */
  'memory-limit': z.number().int().min(LEAST_MEMORY_LIMIT),
  /** Whether the user stopped or hid the set-up of native TensorFlow. */
  'setup.declined': z.boolean(),
  'summary.batch': z.number().int().min(1),
  'summary.precision': z.enum(PRECISIONS),
  'summary.columns': names,
  /** Whether parameters at their defaults are shown. */
  'inspector.more': z.boolean(),
  /** The categories that are folded in the palette. */
  'palette.folded': names,
} as const;

/** Preferences of which there is one for each command, panel or title, named FAMILY.MEMBER. */
const FAMILIES = {
  /** The keys of a command by its id; an empty list takes all away. */
  keys: names,
  /** Width or height in pixels. */
  'panel-size': z.number().min(1).max(10_000),
  'panel-folded': z.boolean(),
  /** Whether settings that are seldom touched stand open. */
  fold: z.boolean(),
} as const;

type Single = typeof SINGLE;
type Families = typeof FAMILIES;
type FamilyMember = { [F in keyof Families]: `${F}.${string}` }[keyof Families];

/** The name of a preference. */
export type PreferenceName = keyof Single | FamilyMember;
/** What a preference of a name holds. */
export type PreferenceValue<N extends PreferenceName> = N extends keyof Single
  ? z.infer<Single[N]>
  : N extends `${infer F extends keyof Families}.${string}`
    ? z.infer<Families[F]>
    : never;

/**
 * What validates a preference.
 *
 * @param name e.g. `theme`, `keys.edit.undo`
 * @returns undefined where there is none of that name
 */
export function preferenceSchema(name: string): z.ZodType | undefined {
  if (Object.hasOwn(SINGLE, name)) return SINGLE[name as keyof Single];
  const family = name.slice(0, name.indexOf('.'));
  return name.length > family.length + 1 && Object.hasOwn(FAMILIES, family)
    ? FAMILIES[family as keyof Families]
    : undefined;
}

/** Whether a value is one that the preference of a name can hold. */
export function isPreference(name: string, value: unknown): boolean {
  return preferenceSchema(name)?.safeParse(value).success === true;
}

/** New values by name; null gives the default back. */
const changesSchema = z.record(z.string().max(200), jsonSchema).superRefine((changes, context) => {
  for (const [name, value] of Object.entries(changes))
    if (value !== null && !isPreference(name, value))
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `${JSON.stringify(value)} is no value of it`,
      });
});
/** New values by name; null gives the default back. */
export type PreferenceChanges = Readonly<Record<string, Json>>;

/** What the user sets once for all windows: kept by the service in a folder of the user's, beside the list of recent files. */
export const PREFERENCE_METHODS = {
  /** All that differ from their defaults. */
  'preferences.read': method(
    z.strictObject({}),
    z.strictObject({
      values: z.record(z.string(), jsonSchema),
      /** A sentence where they cannot be read, so that defaults hold; null otherwise. */
      problem: z.string().nullable(),
    }),
  ),
  /** Changes some and leaves the others as they are, whoever wrote them. */
  'preferences.write': method(z.strictObject({ changes: changesSchema }), z.strictObject({})),
} as const;
