import { describedWeights } from '../../../shared/exporters/initial-weight-store.ts';
import type { Inference } from '../../../shared/inference/infer.ts';
import type { WeightStore } from '../../../shared/layers/weight-store.ts';
import { engineWeight } from '../whole-weights.ts';

/**
 * The weights of a network that a store has, as engines hold them.
 *
 * @throws EngineError where whole numbers are too large
 */
export function heldWeights(
  inference: Inference,
  store: WeightStore | undefined,
): ReadonlyMap<string, Float32Array> {
  const held = new Map<string, Float32Array>();
  if (!store) return held;
  for (const [name, description] of describedWeights(inference)) {
    const values = engineWeight(store, name, description.dtype ?? 'float32');
    if (values) held.set(name, values);
  }
  return held;
}
