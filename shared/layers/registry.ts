import type { LayerType } from './contract.ts';
import { LAYER_DECLARATIONS } from './registry.generated.ts';

const byType: ReadonlyMap<string, LayerType> = new Map(
  (LAYER_DECLARATIONS as readonly LayerType[]).map(layer => [layer.type, layer]),
);

/**
 * The declaration of a layer type; undefined for an unknown one.
 *
 * @param type the type's name as a document holds it
 */
export function layerType(type: string): LayerType | undefined {
  return byType.get(type);
}

/** All layer types in the order of their files. */
export function allLayerTypes(): readonly LayerType[] {
  return [...byType.values()];
}
