import type { TrainingSettings } from '../document/schema.ts';

/** Factors of the learning rate by patterns of layer names, in which * stands for anything. */
export type LayerRates = Readonly<Record<string, number>>;

/**
 * The factor of a weight's learning rate, as {@link layerFactor} finds it for its layer.
 *
 * @param rates factors by patterns
 * @param weight its full name, `LAYER/WEIGHT`
 */
export function layerRate(rates: LayerRates, weight: string): number {
  return layerFactor(rates, weight.slice(0, weight.lastIndexOf('/')));
}

/**
 * The factor of a layer's learning rate: that of its own name, else of the matching pattern with the most letters beside its
 * stars (of several such the first in the alphabet), else 1.
 *
 * @param rates factors by patterns
 * @param layer its full name, `stage2.3.conv1` within blocks
 */
export function layerFactor(rates: LayerRates, layer: string): number {
  const own = Object.hasOwn(rates, layer) ? rates[layer] : undefined;
  if (own !== undefined) return own;
  let [factor, letters] = [1, -1];
  for (const pattern of Object.keys(rates).sort()) {
    const count = pattern.replaceAll('*', '').length;
    if (count <= letters || !matchesPattern(pattern, layer)) continue;
    letters = count;
    factor = rates[pattern] ?? 1;
  }
  return factor;
}

/** Whether a pattern, in which * stands for anything, is a name or covers it. */
export function matchesPattern(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length >= at + last.length && name.endsWith(last);
}

/**
 * Sets factors for layers or patterns; null takes one away, and so does a factor that the layer has without it.
 *
 * @param training what the document holds
 * @param patterns layer names or patterns
 * @param factor above 0
 */
export function withLayerRate(
  training: TrainingSettings,
  patterns: readonly string[],
  factor: number | null,
): TrainingSettings {
  const { layerRates, ...rest } = training;
  let rates: LayerRates = layerRates ?? {};
  for (const pattern of patterns) {
    const { [pattern]: _, ...others } = rates;
    const isNeedless = factor === null || (!pattern.includes('*') && layerFactor(others, pattern) === factor);
    rates = isNeedless ? others : { ...others, [pattern]: factor };
  }
  return Object.keys(rates).length === 0 ? rest : { ...rest, layerRates: rates };
}
