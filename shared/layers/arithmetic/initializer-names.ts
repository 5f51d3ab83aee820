import type { Json, Parsed } from '../../document/json.ts';

/**
 * How a weight begins. Names, settings and defaults are Keras 3's (keras/src/initializers/random_initializers.py and
 * constant_initializers.py); seeds belong to the run, not to the layer.
 */
export type Initializer =
  | { readonly name: 'zeros' | 'ones' }
  | { readonly name: 'constant'; readonly value: number }
  | { readonly name: 'random_uniform'; readonly minval: number; readonly maxval: number }
  | { readonly name: 'random_normal' | 'truncated_normal'; readonly mean: number; readonly stddev: number }
  | { readonly name: VarianceScaled }
  | {
      readonly name: 'variance_scaling';
      readonly scale: number;
      readonly mode: 'fan_in' | 'fan_out' | 'fan_avg';
      readonly distribution: 'truncated_normal' | 'untruncated_normal' | 'uniform';
    }
  | { readonly name: 'orthogonal' | 'identity'; readonly gain: number };

type VarianceScaled =
  | 'glorot_uniform'
  | 'glorot_normal'
  | 'he_uniform'
  | 'he_normal'
  | 'lecun_uniform'
  | 'lecun_normal';

const DEFAULTS: readonly Initializer[] = [
  { name: 'zeros' },
  { name: 'ones' },
  { name: 'constant', value: 0 },
  { name: 'random_uniform', minval: -0.05, maxval: 0.05 },
  { name: 'random_normal', mean: 0, stddev: 0.05 },
  { name: 'truncated_normal', mean: 0, stddev: 0.05 },
  { name: 'glorot_uniform' },
  { name: 'glorot_normal' },
  { name: 'he_uniform' },
  { name: 'he_normal' },
  { name: 'lecun_uniform' },
  { name: 'lecun_normal' },
  { name: 'variance_scaling', scale: 1, mode: 'fan_in', distribution: 'truncated_normal' },
  { name: 'orthogonal', gain: 1 },
  { name: 'identity', gain: 1 },
];

/** The initializers with Keras's default settings, in the order of the inspector's list. */
export const INITIALIZERS: ReadonlyMap<string, Initializer> = new Map(
  DEFAULTS.map(entry => [entry.name, entry]),
);

const WORDS: Readonly<Record<string, readonly string[]>> = {
  mode: ['fan_in', 'fan_out', 'fan_avg'],
  distribution: ['truncated_normal', 'untruncated_normal', 'uniform'],
};

/**
 * Reads an initializer: a name, or an object of name and settings (those left out take Keras's defaults).
 *
 * @param raw the form a document holds
 */
export function parseInitializer(raw: Json): Parsed<Initializer> {
  const given = typeof raw === 'string' ? { name: raw } : raw;
  if (given !== null && typeof given === 'object' && !Array.isArray(given)) {
    const record = given as Readonly<Record<string, Json>>;
    const base = INITIALIZERS.get(String(record.name));
    if (base) {
      const settings = Object.entries(record).filter(([key]) => key !== 'name');
      const fits = ([key, value]: [string, Json]) =>
        key in base &&
        (WORDS[key]
          ? WORDS[key].includes(String(value))
          : typeof value === 'number' && Number.isFinite(value));
      if (settings.every(fits))
        return { ok: true, value: { ...base, ...Object.fromEntries(settings) } as Initializer };
    }
  }
  return {
    ok: false,
    message: `must be one of ${[...INITIALIZERS.keys()].join(', ')} (with its settings); got ${JSON.stringify(raw)}`,
  };
}
