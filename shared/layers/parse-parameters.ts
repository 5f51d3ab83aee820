import type { Json } from '../document/json.ts';
import type { LayerProblem } from './contract.ts';
import type { ParameterSchema } from './parameters.ts';

/** Canonical parameters, and a problem for each one that was refused (its default stands in). */
export interface ParsedParameters {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly LayerProblem[];
}

const NO_PROBLEMS: readonly LayerProblem[] = [];
const defaultsOf = new WeakMap<ParameterSchema, ParsedParameters>();

/** The answer for a node that stores nothing. */
function defaults(schema: ParameterSchema): ParsedParameters {
  let known = defaultsOf.get(schema);
  if (!known) {
    const values = Object.fromEntries(
      Object.entries(schema).map(([name, parameter]) => [name, parameter.default]),
    );
    known = { values, problems: NO_PROBLEMS };
    defaultsOf.set(schema, known);
  }
  return known;
}

/**
 * Reads a node's stored parameters: canonical values with the defaults filled in.
 *
 * @param schema the layer type's parameters
 * @param raw what the document holds
 */
export function parseParameters(
  schema: ParameterSchema,
  raw: Readonly<Record<string, Json>>,
): ParsedParameters {
  const untouched = defaults(schema);
  let values: Record<string, unknown> | null = null;
  for (const name in raw) {
    if (!Object.hasOwn(raw, name)) continue;
    const stored = raw[name];
    if (stored === undefined) continue;
    const parsed = Object.hasOwn(schema, name) ? schema[name]?.parse(stored) : undefined;
    if (!parsed?.ok) return parseWithProblems(schema, raw);
    values ??= { ...untouched.values };
    values[name] = parsed.value;
  }
  return values ? { values, problems: NO_PROBLEMS } : untouched;
}

/** The same where something is refused: problems stand in the schema's order, then unknown names. */
function parseWithProblems(schema: ParameterSchema, raw: Readonly<Record<string, Json>>): ParsedParameters {
  const values: Record<string, unknown> = {};
  const problems: LayerProblem[] = [];
  for (const [name, parameter] of Object.entries(schema)) {
    const stored = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (stored === undefined) {
      values[name] = parameter.default;
      continue;
    }
    const parsed = parameter.parse(stored);
    values[name] = parsed.ok ? parsed.value : parameter.default;
    if (!parsed.ok)
      problems.push({
        code: 'parameter.value',
        severity: 'error',
        message: `${name} ${parsed.message}.`,
        fix: { title: `Set ${name} to its default`, parameters: { [name]: undefined } },
      });
  }
  for (const name of Object.keys(raw)) {
    if (Object.hasOwn(schema, name)) continue;
    problems.push({
      code: 'parameter.unknown',
      severity: 'error',
      message: `has no parameter "${name}"; it has ${Object.keys(schema).join(', ') || 'none'}.`,
      fix: { title: `Remove ${name}`, parameters: { [name]: undefined } },
    });
  }
  return { values, problems };
}
