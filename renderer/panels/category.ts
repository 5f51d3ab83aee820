import { CATEGORIES, type Category, type LayerType } from '../../shared/layers/contract.ts';
import { layerType } from '../../shared/layers/registry.ts';

/** The palette's heading of a category. */
export function categoryTitle(category: Category): string {
  return TITLES[category] ?? `${category.charAt(0).toUpperCase()}${category.slice(1)}`;
}

const TITLES: Partial<Readonly<Record<Category, string>>> = {
  input: 'Input and output',
  tensor: 'Tensor operators',
  operator: 'Carried operators',
};

/** The order of the categories in lists. */
export const CATEGORY_ORDER = CATEGORIES;

/** The colour of a category as a CSS value. */
export function categoryColor(category: Category): string {
  return `var(--category-${category})`;
}

/**
 * The colour of a layer type's category; grey for a block or an unknown type.
 *
 * @param type the type's name as a document holds it
 */
export function typeColor(type: string): string {
  const layer = layerType(type);
  return layer ? categoryColor(layer.category) : 'var(--category-merging)';
}

/**
 * Whether a layer type stands for an operator that is kept as the imported file has it.
 *
 * @param type the type's name as a document holds it
 */
export function isCarried(type: string): boolean {
  return layerType(type)?.category === 'operator';
}

/**
 * The number of spatial axes that the end of a type's name tells, as the palette's badge: `2-D`.
 *
 * @returns null where the name tells none
 */
export function rankBadge(layer: LayerType): string | null {
  const rank = /(\d)D(Transpose)?$/.exec(layer.type)?.[1];
  return rank === undefined ? null : `${rank}-D`;
}
