import type { WeightStore } from '../../shared/layers/weight-store.ts';
import type { NumericTensor } from '../engines/engine.ts';

/** The weights of a run as engines and exports take them. */
export function weightStoreOf(tensors: ReadonlyMap<string, NumericTensor>): WeightStore {
  return {
    get(name) {
      const data = tensors.get(name)?.data;
      return data instanceof Float32Array ? data : undefined;
    },
  };
}
