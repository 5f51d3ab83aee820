import { floatsOf } from '../main/runs/floats-of.ts';
import type { ImportedWeight } from '../shared/importers/imported-network.ts';
import type { WeightStore } from '../shared/layers/weight-store.ts';

/**
 * The weights of an imported network as exports take them, each read from its file when it is asked for.
 *
 * @param weights of a network whose file is still open
 */
export function importedWeightStore(weights: readonly ImportedWeight[]): WeightStore {
  const byName = new Map(weights.map(weight => [weight.name, weight]));
  return {
    get(name) {
      const weight = byName.get(name);
      return weight && floatsOf(weight);
    },
    elements: name => byName.get(name)?.read(),
    count: name => byName.get(name)?.shape.reduce((product, extent) => product * extent, 1),
  };
}
