import type { Constraint } from '../../layers/arithmetic/constraints.ts';
import type { Initializer } from '../../layers/arithmetic/initializer-names.ts';
import type { Regularizer } from '../../layers/arithmetic/regularizers.ts';
import { KerasNames } from './keras-names.ts';

/** An object as Keras 3 writes it into a config. */
export interface KerasObject {
  readonly module: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: null;
}

/** Which kind of object a config entry holds; null for a plain value. Keras names its arguments so throughout. */
export function objectKind(name: string): 'initializer' | 'regularizer' | 'constraint' | 'layer' | null {
  const [, kind] = /(?:^|_)(initializer|regularizer|constraint|layer)$/.exec(name) ?? [];
  return kind === 'initializer' || kind === 'regularizer' || kind === 'constraint' || kind === 'layer'
    ? kind
    : null;
}

/** A class's name of a function's: `glorot_uniform` gives `GlorotUniform`. */
export function camelCase(name: string): string {
  return name
    .split('_')
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/**
 * A canonical parameter value as Keras's config holds it.
 *
 * @param name Keras's name of the parameter
 * @param value its canonical form
 */
export function serialized(name: string, value: unknown): unknown {
  const kind = objectKind(name);
  if (value === null || kind === null) return value;
  switch (kind) {
    case 'initializer': {
      const { name: called, ...config } = value as Initializer;
      return object('keras.initializers', camelCase(called), config);
    }
    case 'regularizer':
      return object('keras.regularizers', 'L1L2', { ...(value as Regularizer) });
    case 'constraint': {
      const { name: called, ...config } = value as Constraint;
      return object('keras.constraints', camelCase(called), config);
    }
    case 'layer':
      return innerLayer(value as InnerLayerConfig);
  }
}

/** A layer within a layer as declarations give it: its class and its canonical parameters. */
export interface InnerLayerConfig {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

function innerLayer({ class_name, config }: InnerLayerConfig): KerasObject {
  const { name, trainable: _, ...parameters } = config;
  const named = typeof name === 'string' ? { name: new KerasNames().unique(name) } : {};
  return object('keras.layers', class_name, { ...named, ...serializedConfig(parameters) });
}

/** All entries of a layer's config as Keras has them. */
export function serializedConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, serialized(name, value)]));
}

function object(module: string, className: string, config: Readonly<Record<string, unknown>>): KerasObject {
  return { module, class_name: className, config, registered_name: null };
}
