import type { Json } from '../document/json.ts';
import type { LayerProblem } from './contract.ts';
import type { ParameterSchema } from './parameters.ts';

/** Canonical parameters, and a problem for each one that was refused (its default stands in). */
export interface ParsedParameters {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly LayerProblem[];
}

const cache = new WeakMap<ParameterSchema, WeakMap<object, ParsedParameters>>();

/**
 * Reads a node's stored parameters: canonical values with the defaults filled in. The answer is remembered per stored
 * object, since documents are immutable.
 *
 * @param schema the layer type's parameters
 * @param raw what the document holds
 */
export function parseParameters(
  schema: ParameterSchema,
  raw: Readonly<Record<string, Json>>,
): ParsedParameters {
  let known = cache.get(schema);
  if (!known) {
    known = new WeakMap();
    cache.set(schema, known);
  }
  const before = known.get(raw);
  if (before) return before;
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
  const result = { values, problems };
  known.set(raw, result);
  return result;
}
