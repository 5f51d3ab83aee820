import type { Category, LayerType } from '../../../shared/layers/contract.ts';
import { CATEGORY_ORDER } from '../category.ts';

/** The layers of one category, in the palette's order. */
export interface PaletteGroup {
  readonly category: Category;
  readonly layers: readonly LayerType[];
}

/** The drag type of a layer from the palette; its data is the type's name. */
export const LAYER_DRAG_TYPE = 'application/netloom-layer';

/** Groups layers by category, within a category by family, then by rank: Conv1D, Conv2D, Conv3D, Conv1DTranspose... */
export function paletteGroups(layers: readonly LayerType[]): readonly PaletteGroup[] {
  return CATEGORY_ORDER.map(category => ({
    category,
    layers: layers.filter(layer => layer.category === category).sort(byFamily),
  })).filter(group => group.layers.length > 0);
}

function byFamily(a: LayerType, b: LayerType): number {
  const family = (layer: LayerType) => layer.type.replace(/\dD/, '');
  const [left, right] = [family(a), family(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.type < b.type ? -1 : 1;
}

/**
 * The layers that a search finds, best first. Every word must occur in the type, the title or the search words.
 *
 * @param layers the layers to search
 * @param query what the user typed
 */
export function searchLayers(layers: readonly LayerType[], query: string): readonly LayerType[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return layers;
  const scored = layers.flatMap(layer => {
    const scores = words.map(word => score(layer, word));
    const worst = Math.min(...scores);
    return worst === 0 ? [] : [{ layer, score: scores.reduce((sum, value) => sum + value, 0) }];
  });
  scored.sort((a, b) => b.score - a.score || byLength(a.layer, b.layer));
  return scored.map(entry => entry.layer);
}

function byLength(a: LayerType, b: LayerType): number {
  return a.type.length - b.type.length || (a.type < b.type ? -1 : 1);
}

/** How well one word fits: the beginning of the type best, a search word or the title less, the inside least; 0 not at all. */
function score(layer: LayerType, word: string): number {
  const type = layer.type.toLowerCase();
  if (type === word) return 6;
  if (type.startsWith(word)) return 5;
  const title = layer.title.toLowerCase();
  const others = (layer.searchWords ?? []).map(other => other.toLowerCase());
  if (others.includes(word)) return 4;
  if (others.some(other => other.startsWith(word)) || title.startsWith(word)) return 3;
  if (type.includes(word)) return 2;
  return title.includes(word) || others.some(other => other.includes(word)) ? 1 : 0;
}
