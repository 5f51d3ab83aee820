import type { Json } from '../../../shared/document/json.ts';
import { ImportError } from '../../../shared/importers/imported-network.ts';

/** Nesting of a config: a model in a model takes about six levels, and there are at most 24 of those. */
const MAX_DEPTH = 256;
/** Keys by which a parsed object could reach JavaScript's own. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses JSON of a foreign file.
 *
 * @param text the file's content; Python's NaN and Infinity are refused, as JSON does not have them
 * @param what what the text is, for messages: `config.json`
 * @throws ImportError
 */
export function readJson(text: string, what: string): Json {
  checkDepth(text, what);
  let parsed: Json;
  try {
    parsed = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new ImportError(
      'import.damaged',
      `${what} is not complete JSON (${error instanceof Error ? error.message.slice(0, 200) : error}); it may be cut off or damaged.`,
    );
  }
  checkKeys(parsed, what);
  return parsed;
}

/** Before parsing, so that no parser's stack is at stake. */
function checkDepth(text: string, what: string): void {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inText) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH)
        throw new ImportError(
          'import.unsafe',
          `${what} nests deeper than ${MAX_DEPTH} levels; no model does.`,
        );
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
}

function checkKeys(root: Json, what: string): void {
  const stack: Json[] = [root];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value as readonly Json[]) stack.push(item);
      continue;
    }
    for (const [key, item] of Object.entries(value)) {
      if (FORBIDDEN_KEYS.has(key))
        throw new ImportError('import.unsafe', `${what} holds the key "${key}", which no model has.`);
      stack.push(item);
    }
  }
}
