import type { DataSettings } from '../document/data-settings.ts';

/**
 * The weight of each class in the loss. `balanced` is samples / (classes × samples of the class), as scikit-learn's
 * `compute_class_weight`; classes that do not occur get 0.
 *
 * @param setting `balanced`, or weights by class name with 1 for the others
 * @param names the classes in order
 * @param counts training samples of each
 * @returns null where all weigh alike
 * @throws RangeError naming a class that there is not
 */
export function classWeights(
  setting: DataSettings['classWeights'],
  names: readonly string[],
  counts: readonly number[],
): readonly number[] | null {
  if (setting === undefined) return null;
  if (setting === 'balanced') {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map(count => (count > 0 ? total / (names.length * count) : 0));
  }
  const stranger = Object.keys(setting).find(name => !names.includes(name));
  if (stranger !== undefined)
    throw new RangeError(
      `There is no class "${stranger}" to give a weight to; the classes are ${names.slice(0, 20).join(', ')}.`,
    );
  return names.map(name => setting[name] ?? 1);
}
