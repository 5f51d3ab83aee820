import type { Json, Parsed } from '../../../shared/document/json.ts';
import { readNumber } from '../../controls/index.ts';

/**
 * Reads a list of numbers, names and unknowns: `227, 227, 3`, `?, 64`, `T 16`; also with × between.
 *
 * @param text what was typed; `?`, `none` and `null` stand for unknown
 */
export function readDims(text: string): Json {
  const parts = text
    .replace(/^[[(]|[\])]$/g, '')
    .split(/[\s,×;]+/)
    .filter(Boolean);
  return parts.map((part): Json => {
    if (/^(\?|none|null)$/i.test(part)) return null;
    const value = Number(part);
    return Number.isFinite(value) ? value : part;
  });
}

/** Writes a list as {@link readDims} reads it. */
export function writeDims(value: unknown): string {
  return Array.isArray(value) ? value.map(dim => (dim === null ? '?' : String(dim))).join(', ') : '';
}

/** Reads JSON; what is not JSON is taken as a text, so that the parameter's own check tells what is expected. */
export function readJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reads one number, or null from an empty text where `nullable`. */
export function readOptionalNumber(text: string, nullable: boolean): Json {
  return nullable && /^\s*(none|null)?\s*$/i.test(text) ? null : readNumber(text);
}

/** A parsed value as plain JSON for the document: the typed form is stored, not the canonical one. */
export function keepRaw<T>(raw: Json, parsed: Parsed<T>): Parsed<Json> {
  return parsed.ok ? { ok: true, value: raw } : parsed;
}

/** The words for the sides of each axis, by the number of axes. */
export function sideNames(rank: number): readonly (readonly [string, string])[] {
  if (rank === 1) return [['before', 'after']];
  if (rank === 2)
    return [
      ['top', 'bottom'],
      ['left', 'right'],
    ];
  return [
    ['front', 'back'],
    ['top', 'bottom'],
    ['left', 'right'],
  ];
}

/** A parameter's value in a few words, for titles of undo steps and hints. */
export function shortValue(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (Array.isArray(value)) return value.map(shortValue).join(', ');
  if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name);
  if (typeof value === 'object' && value !== null && 'type' in value) return String(value.type);
  return JSON.stringify(value);
}
