import type { Json, Parsed } from '../document/json.ts';
import { ACTIVATION_NAMES, type ActivationName } from './arithmetic/activation-names.ts';
import type { Constraint } from './arithmetic/constraints.ts';
import { parseConstraint } from './arithmetic/constraints.ts';
import { type Initializer, parseInitializer } from './arithmetic/initializer-names.ts';
import { parseRegularizer, type Regularizer } from './arithmetic/regularizers.ts';

/** Which control the inspector shows for a parameter. */
export type ParameterKind =
  | 'integer'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'text'
  | 'integers'
  | 'sides'
  | 'padding'
  | 'dims'
  | 'axes'
  | 'numbers'
  | 'json'
  | 'activation'
  | 'initializer'
  | 'regularizer'
  | 'constraint'
  | 'layer';

/**
 * One parameter of a layer type. `T` is its canonical value, the form that every layer function receives.
 */
export interface Parameter<T> {
  readonly kind: ParameterKind;
  /** Keras's default, written out. */
  readonly default: T;
  /** One sentence for the inspector and the reference page. */
  readonly doc: string;
  /** Reads the form a document holds (also Keras's short forms: 3 for [3, 3]). */
  parse(raw: Json): Parsed<T>;
  /** The choices of a choice, activation or padding control. */
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** How many numbers an `integers` or `sides` control shows. */
  readonly length?: number;
  /** Whether null ("none") is allowed. */
  readonly nullable?: boolean;
  /** Only imported files set it, nobody types it: the inspector shows it where it is set. */
  readonly isOfFiles?: boolean;
  /** The parameters of each layer type that a `layer` control offers, by the type's name. */
  readonly layers?: ReadonlyMap<string, ParameterSchema>;
}

/** The parameters of a layer type by Keras's names, in the order of the inspector. */
export type ParameterSchema = Readonly<Record<string, Parameter<unknown>>>;

/** The canonical values of a schema's parameters. */
export type ParameterValues<S extends ParameterSchema> = {
  readonly [K in keyof S]: S[K] extends Parameter<infer T> ? T : never;
};

const accept = <T>(value: T): Parsed<T> => ({ ok: true, value });
const refuse = (expected: string, raw: Json): Parsed<never> => ({
  ok: false,
  message: `must be ${expected}; got ${JSON.stringify(raw)}`,
});

function range(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max !== undefined ? ` of at most ${max}` : '';
}

function inRange(value: number, min: number | undefined, max: number | undefined): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

interface NumberOptions {
  readonly doc: string;
  readonly min?: number;
  readonly max?: number;
}

/** A whole number. */
export function integer(options: NumberOptions & { default: number }): Parameter<number> {
  const expected = `a whole number${range(options.min, options.max)}`;
  return {
    kind: 'integer',
    ...options,
    parse: raw =>
      typeof raw === 'number' && Number.isSafeInteger(raw) && inRange(raw, options.min, options.max)
        ? accept(raw)
        : refuse(expected, raw),
  };
}

/** A finite number. */
export function number(options: NumberOptions & { default: number }): Parameter<number> {
  const expected = `a number${range(options.min, options.max)}`;
  return {
    kind: 'number',
    ...options,
    parse: raw =>
      typeof raw === 'number' && Number.isFinite(raw) && inRange(raw, options.min, options.max)
        ? accept(raw)
        : refuse(expected, raw),
  };
}

/** The same parameter, but null ("none") is allowed and is the default unless another is given. */
export function optional<T>(parameter: Parameter<T>, fallback: T | null = null): Parameter<T | null> {
  return {
    ...parameter,
    default: fallback,
    nullable: true,
    parse: raw => (raw === null ? accept(null) : parameter.parse(raw)),
  };
}

/** True or false. */
export function boolean(options: { default: boolean; doc: string }): Parameter<boolean> {
  return {
    kind: 'boolean',
    ...options,
    parse: raw => (typeof raw === 'boolean' ? accept(raw) : refuse('true or false', raw)),
  };
}

/** Free text. */
export function text(options: { default: string; doc: string; isOfFiles?: boolean }): Parameter<string> {
  return {
    kind: 'text',
    ...options,
    parse: raw => (typeof raw === 'string' ? accept(raw) : refuse('a text', raw)),
  };
}

/** One of a fixed set of words. */
export function choice<const C extends string>(
  choices: readonly C[],
  options: { default: C; doc: string },
): Parameter<C> {
  return {
    kind: 'choice',
    choices,
    ...options,
    parse: raw => {
      const found = choices.find(candidate => candidate === raw);
      return found === undefined ? refuse(`one of ${choices.join(', ')}`, raw) : accept(found);
    },
  };
}

/** A fixed number of whole numbers; one number stands for all (`3` for `[3, 3]`). */
export function integers(
  length: number,
  options: { default: readonly number[]; doc: string; min?: number; max?: number },
): Parameter<readonly number[]> {
  const expected = `${length === 1 ? 'a whole number' : `${length} whole numbers`}${range(options.min, options.max)}`;
  return {
    kind: 'integers',
    length,
    ...options,
    parse: raw => {
      const list = typeof raw === 'number' ? Array.from({ length }, () => raw) : raw;
      const fits = (value: Json): value is number =>
        typeof value === 'number' && Number.isSafeInteger(value) && inRange(value, options.min, options.max);
      if (!Array.isArray(list) || list.length !== length) return refuse(expected, raw);
      // The one number that is wrong, not all of them.
      const wrong = list.findIndex(value => !fits(value));
      return wrong < 0 ? accept(list.filter(fits)) : refuse(expected, list[wrong] ?? null);
    },
  };
}

/** Amounts before and after each spatial axis: `[[top, bottom], [left, right]]`. */
export type Sides = readonly (readonly [number, number])[];

function parseSides(raw: Json, rank: number): Sides | null {
  const amount = (value: Json): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (amount(raw)) return Array.from({ length: rank }, () => [raw, raw] as const);
  if (!Array.isArray(raw)) return null;
  const entries: readonly Json[] = raw;
  if (rank === 1 && entries.length === 2) {
    const [before, after] = entries;
    if (before !== undefined && after !== undefined && amount(before) && amount(after))
      return [[before, after]];
  }
  if (entries.length !== rank) return null;
  const sides: [number, number][] = [];
  for (const entry of entries) {
    if (amount(entry)) sides.push([entry, entry]);
    else if (Array.isArray(entry) && entry.length === 2 && amount(entry[0]) && amount(entry[1]))
      sides.push([entry[0], entry[1]]);
    else return null;
  }
  return sides;
}

/** Amounts per side of each of `rank` spatial axes, as Keras's ZeroPadding and Cropping take them (int, ints or pairs). */
export function sides(rank: number, options: { default: Sides; doc: string }): Parameter<Sides> {
  return {
    kind: 'sides',
    length: rank,
    ...options,
    parse: raw => {
      const parsed = parseSides(raw, rank);
      return parsed
        ? accept(parsed)
        : refuse(`${rank} pairs of whole numbers of at least 0, like [[1, 1]]`, raw);
    },
  };
}

/** How the border is padded: Keras's words, or explicit zeros per side (ONNX and PyTorch need them). */
export type Padding<W extends string = 'valid' | 'same' | 'causal'> = W | Sides;

/** Padding of `rank` spatial axes: one of `words`, or explicit amounts per side. */
export function padding<const W extends string>(
  rank: number,
  words: readonly W[],
  options: { default: W; doc: string },
): Parameter<Padding<W>> {
  return {
    kind: 'padding',
    choices: words,
    length: rank,
    ...options,
    parse: raw => {
      const word = words.find(candidate => candidate === raw);
      if (word !== undefined) return accept<Padding<W>>(word);
      const explicit = parseSides(raw, rank);
      return explicit
        ? accept<Padding<W>>(explicit)
        : refuse(`${words.join(', ')} or pairs of whole numbers like [[1, 1]]`, raw);
    },
  };
}

/** A list of extents, batch left out: positive numbers, null or a symbol for unknown ones, -1 where `wildcard` allows it. */
export function dims(options: {
  default: readonly (number | string | null)[];
  doc: string;
  wildcard?: boolean;
  allowZero?: boolean;
}): Parameter<readonly (number | string | null)[]> {
  const least = options.allowZero === true ? 0 : 1;
  const fits = (value: Json): value is number | string | null =>
    value === null ||
    (typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value)) ||
    (typeof value === 'number' &&
      Number.isSafeInteger(value) &&
      (value >= least || (options.wildcard === true && value === -1)));
  return {
    kind: 'dims',
    default: options.default,
    doc: options.doc,
    parse: raw =>
      Array.isArray(raw) && raw.every(fits)
        ? accept(raw)
        : refuse(
            `a list of whole numbers of at least ${least}${options.wildcard ? ' (or one -1)' : ', null or a name'}`,
            raw,
          ),
  };
}

/** One axis or several; negative ones count from the end. Canonical form: a list. */
export function axes(options: { default: readonly number[]; doc: string }): Parameter<readonly number[]> {
  const whole = (value: Json): value is number => typeof value === 'number' && Number.isSafeInteger(value);
  return {
    kind: 'axes',
    ...options,
    parse: raw => {
      const list = typeof raw === 'number' ? [raw] : raw;
      return Array.isArray(list) && list.every(whole)
        ? accept(list)
        : refuse('an axis or a list of axes', raw);
    },
  };
}

/** Keras's former names of activations. */
const ALIASES: ReadonlyMap<Json, string> = new Map([
  ['swish', 'silu'],
  ['hard_swish', 'hard_silu'],
]);

/** An activation by Keras's name; former names are read as the present ones. */
export function activation(options: { default: ActivationName; doc?: string }): Parameter<ActivationName> {
  const named = choice(ACTIVATION_NAMES, {
    default: options.default,
    doc: options.doc ?? 'Function applied to the output.',
  });
  return { ...named, kind: 'activation', parse: raw => named.parse(ALIASES.get(raw) ?? raw) };
}

/** An initializer: a name, or an object of name and settings. */
export function initializer(options: { default: Initializer; doc: string }): Parameter<Initializer> {
  return { kind: 'initializer', ...options, parse: parseInitializer };
}

/** An L1, L2 or L1+L2 penalty, or none. */
export function regularizer(options: { doc: string }): Parameter<Regularizer | null> {
  return { kind: 'regularizer', default: null, nullable: true, ...options, parse: parseRegularizer };
}

/** A constraint on a weight after each update, or none. */
export function constraint(options: { doc: string }): Parameter<Constraint | null> {
  return { kind: 'constraint', default: null, nullable: true, ...options, parse: parseConstraint };
}

/** Finite numbers, as many as one likes; one number stands for a list of one. */
export function numbers(options: { default: readonly number[]; doc: string }): Parameter<readonly number[]> {
  const finite = (value: Json): value is number => typeof value === 'number' && Number.isFinite(value);
  return {
    kind: 'numbers',
    ...options,
    parse: raw => {
      const list = typeof raw === 'number' ? [raw] : raw;
      return Array.isArray(list) && list.every(finite) ? accept(list) : refuse('a list of numbers', raw);
    },
  };
}

/**
 * A structured value that a schema of the layer's own reads; shown as JSON.
 *
 * @param options `read` answers the value, or the sentence part that follows "must be"
 */
export function json<T>(options: { default: T; doc: string; read: (raw: Json) => Parsed<T> }): Parameter<T> {
  return { kind: 'json', default: options.default, doc: options.doc, parse: options.read };
}
