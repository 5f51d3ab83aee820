import { layerType } from '../../../layers/registry.ts';
import type { DraftLayer } from '../draft.ts';

/**
 * A setting of a layer, the default where it is left out.
 *
 * @param layer a layer
 * @param name the setting
 */
export function setting(layer: DraftLayer, name: string): unknown {
  return layer.parameters[name] ?? layerType(layer.type)?.parameters[name]?.default;
}
