import type { Json, Parsed } from '../../document/json.ts';

/** A condition that a weight is brought back to after each update. Names, settings and defaults are Keras's. */
export type Constraint =
  | { readonly name: 'max_norm'; readonly max_value: number; readonly axis: number }
  | { readonly name: 'non_neg' }
  | { readonly name: 'unit_norm'; readonly axis: number }
  | {
      readonly name: 'min_max_norm';
      readonly min_value: number;
      readonly max_value: number;
      readonly rate: number;
      readonly axis: number;
    };

/** The constraints by name. */
export const CONSTRAINT_NAMES = ['max_norm', 'non_neg', 'unit_norm', 'min_max_norm'] as const;

/** Keras's defaults. Source: keras/src/constraints/constraints.py. */
export const CONSTRAINT_DEFAULTS: Readonly<Record<Constraint['name'], Constraint>> = {
  max_norm: { name: 'max_norm', max_value: 2, axis: 0 },
  non_neg: { name: 'non_neg' },
  unit_norm: { name: 'unit_norm', axis: 0 },
  min_max_norm: { name: 'min_max_norm', min_value: 0, max_value: 1, rate: 1, axis: 0 },
};

/**
 * Reads a constraint: null, a name, or an object of name and settings (those left out take Keras's defaults).
 *
 * @param raw the form a document holds
 */
export function parseConstraint(raw: Json): Parsed<Constraint | null> {
  if (raw === null) return { ok: true, value: null };
  const given = typeof raw === 'string' ? { name: raw } : raw;
  if (typeof given === 'object' && !Array.isArray(given)) {
    const record = given as Readonly<Record<string, Json>>;
    const name = CONSTRAINT_NAMES.find(candidate => candidate === record.name);
    if (name !== undefined) {
      const known = Object.keys(CONSTRAINT_DEFAULTS[name]);
      const settings = Object.entries(record).filter(([key]) => key !== 'name');
      if (
        settings.every(
          ([key, value]) => known.includes(key) && typeof value === 'number' && Number.isFinite(value),
        )
      )
        return {
          ok: true,
          value: { ...CONSTRAINT_DEFAULTS[name], ...Object.fromEntries(settings) } as Constraint,
        };
    }
  }
  return {
    ok: false,
    message: `must be none or one of ${CONSTRAINT_NAMES.join(', ')} (with its settings); got ${JSON.stringify(raw)}`,
  };
}
