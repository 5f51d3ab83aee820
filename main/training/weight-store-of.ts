import type { WeightStore } from '../../shared/layers/weight-store.ts';
import type { NumericTensor } from '../engines/engine.ts';
import { floatsOf } from '../runs/floats-of.ts';
import type { TensorReader } from '../runs/safetensors.ts';

/** The weights of a run as engines and exports take them. */
export function weightStoreOf(tensors: ReadonlyMap<string, NumericTensor>): WeightStore {
  return {
    get(name) {
      const data = tensors.get(name)?.data;
      return data instanceof Float32Array ? data : undefined;
    },
  };
}

/** The same for a file whose tensors are read each time they are asked for: the weights never stand in memory all at once. */
export function lazyWeightStore({ tensors }: TensorReader): WeightStore {
  return {
    get(name) {
      const tensor = tensors.get(name);
      return tensor && floatsOf(tensor);
    },
    elements: name => tensors.get(name)?.read(),
    pieces: name => tensors.get(name)?.pieces?.(),
    count: name => tensors.get(name)?.shape.reduce((product, extent) => product * extent, 1),
  };
}
