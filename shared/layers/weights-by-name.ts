import type { WeightStore } from './weight-store.ts';

/**
 * One store of several: each weight comes from the one that is named for it.
 *
 * @param storeOf the store of a weight `LAYER/WEIGHT`
 */
export function weightsByName(storeOf: (name: string) => WeightStore): WeightStore {
  return {
    get: name => storeOf(name).get(name),
    elements: name => storeOf(name).elements?.(name),
    pieces(name) {
      const store = storeOf(name);
      if (store.pieces) return store.pieces(name);
      const whole = store.elements?.(name) ?? store.get(name);
      return whole && [whole];
    },
    count(name) {
      const store = storeOf(name);
      return store.count ? store.count(name) : (store.elements?.(name) ?? store.get(name))?.length;
    },
  };
}
