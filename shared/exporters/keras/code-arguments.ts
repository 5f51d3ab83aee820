import { CONSTRAINT_DEFAULTS } from '../../layers/arithmetic/constraints.ts';
import { INITIALIZERS } from '../../layers/arithmetic/initializer-names.ts';
import type { Regularizer } from '../../layers/arithmetic/regularizers.ts';
import { KERAS_CLASSES } from '../../layers/keras-classes.generated.ts';
import { pythonBoolean, pythonNumber, pythonString } from '../../python/python-text.ts';
import { camelCase, type InnerLayerConfig, objectKind } from './serialized.ts';

/** Arguments with one number per spatial axis: equal ones are written as one number. */
const PER_AXIS = new Set([
  'kernel_size',
  'pool_size',
  'strides',
  'dilation_rate',
  'size',
  'padding',
  'cropping',
]);

/** Arguments that people write without their name when they come first. */
const POSITIONAL = new Set(['pool_size', 'size', 'padding', 'cropping']);

/**
 * The arguments of a layer's constructor as Python: required ones by position, others by name, defaults left out.
 *
 * @param className of keras.layers
 * @param config canonical forms
 */
export function layerArguments(className: string, config: Readonly<Record<string, unknown>>): string[] {
  const written: string[] = [];
  let isByPosition = true;
  for (const [i, [name, ...fallback]] of (KERAS_CLASSES[className] ?? []).entries()) {
    const value = config[name];
    const isRequired = fallback.length === 0;
    const isFirst = i === 0 && POSITIONAL.has(name);
    if (value === undefined || (!isRequired && name !== 'pool_size' && isDefault(name, value, fallback[0]))) {
      isByPosition = false;
      continue;
    }
    const text = pythonArgument(name, value);
    isByPosition &&= isRequired || isFirst;
    written.push(isByPosition ? text : `${name}=${text}`);
  }
  return written;
}

function isDefault(name: string, value: unknown, fallback: unknown): boolean {
  const form = (one: unknown) => (one === null ? 'None' : pythonArgument(name, one));
  if (name === 'data_format' && fallback === null) return value === null || value === 'channels_last';
  if (/activation$/.test(name) && fallback === null) return value === null || value === 'linear';
  return form(value) === form(fallback);
}

/** A constructor argument as Python. */
export function pythonArgument(name: string, value: unknown): string {
  if (value === null || typeof value === 'string') return pythonLiteral(value);
  switch (objectKind(name)) {
    case 'initializer':
      return named(
        'initializers',
        value as { name: string },
        INITIALIZERS.get((value as { name: string }).name),
      );
    case 'constraint':
      return named(
        'constraints',
        value as { name: string },
        CONSTRAINT_DEFAULTS[(value as { name: keyof typeof CONSTRAINT_DEFAULTS }).name],
      );
    case 'regularizer':
      return regularizer(value as Regularizer);
    case 'layer': {
      const { class_name, config } = value as InnerLayerConfig;
      return `layers.${class_name}(${layerArguments(class_name, config).join(', ')})`;
    }
    default:
      return pythonLiteral(PER_AXIS.has(name) ? oneForAll(value) : value);
  }
}

/** A JSON value as Python; lists are tuples. */
export function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'boolean') return pythonBoolean(value);
  if (Array.isArray(value)) {
    const entries = value.map(pythonLiteral);
    return entries.length === 1 ? `(${entries[0]},)` : `(${entries.join(', ')})`;
  }
  const entries = Object.entries(value).map(
    ([key, entry]) => `${pythonString(key)}: ${pythonLiteral(entry)}`,
  );
  return `{${entries.join(', ')}}`;
}

/** One number where all elements are equal (`3` for `[3, 3]` and `1` for `[[1, 1], [1, 1]]`). */
function oneForAll(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const flat: readonly unknown[] = value.flat();
  return flat.every(entry => typeof entry === 'number' && entry === flat[0]) ? flat[0] : value;
}

/** Keras makes these from their names only with their settings beside them. */
const NEVER_BY_NAME = new Set(['constant']);

/** `"he_normal"`, or `keras.initializers.HeNormal(...)` where settings differ from Keras's. */
function named(module: string, value: { readonly name: string }, defaults: object | undefined): string {
  const known = new Map<string, unknown>(Object.entries(defaults ?? {}));
  const isSpelledOut = NEVER_BY_NAME.has(value.name);
  const settings = Object.entries({ ...defaults, ...value }).filter(
    ([key, entry]) => key !== 'name' && (isSpelledOut || entry !== known.get(key)),
  );
  if (settings.length === 0) return pythonString(value.name);
  const written = settings.map(([key, entry]) => `${key}=${pythonLiteral(entry)}`).join(', ');
  return `keras.${module}.${camelCase(value.name)}(${written})`;
}

function regularizer({ l1, l2 }: Regularizer): string {
  if (l1 === 0) return `keras.regularizers.L2(${pythonNumber(l2)})`;
  if (l2 === 0) return `keras.regularizers.L1(${pythonNumber(l1)})`;
  return `keras.regularizers.L1L2(l1=${pythonNumber(l1)}, l2=${pythonNumber(l2)})`;
}
