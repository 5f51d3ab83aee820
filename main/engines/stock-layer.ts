import type * as tensorflow from '@tensorflow/tfjs';
import type { Tf } from '../../shared/layers/tfjs-contract.ts';
import { EngineError } from './engine.ts';

/** Parameters that tfjs need not know: weights, penalties and constraints are handled by our own training step. */
const OURS = /_(initializer|regularizer|constraint)$/;

/**
 * Makes one of tfjs's own layers from a Keras config entry.
 *
 * @param tf the engine
 * @param type Keras's class name
 * @param config Keras's config with every parameter written out
 * @throws EngineError when tfjs has no such class
 */
export function stockLayer(
  tf: Tf,
  type: string,
  config: Readonly<Record<string, unknown>>,
): tensorflow.layers.Layer {
  const known = tf.serialization.SerializationMap.getMap().classNameMap[type];
  if (!known)
    throw new EngineError('engine.network', `The engine cannot compute layers of the type ${type}.`);
  const entries = Object.entries(config)
    .filter(([key]) => !OURS.test(key))
    .map(([key, value]) => [camelCase(key), key === 'name' ? value : tfjsValue(value)]);
  const [create, fromConfig] = known;
  return fromConfig(create, Object.fromEntries(entries)) as tensorflow.layers.Layer;
}

/** tfjs writes Keras's enumeration words in camel case: `channelsLast`. */
function tfjsValue(value: unknown): unknown {
  return typeof value === 'string' ? camelCase(value) : value;
}

function camelCase(text: string): string {
  return text.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
