import type { DType } from '../../shared/document/value.ts';
import type { WeightElements, WeightStore } from '../../shared/layers/weight-store.ts';
import { EngineError } from './engine.ts';

/** Whole numbers up to this are exact in the engine's variables, which hold float32. */
const LARGEST_EXACT = 2 ** 24;
const WHOLE: ReadonlySet<DType> = new Set([
  'bool',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
]);

/**
 * A weight as the engine's variables hold it: float32 as it is, whole numbers and booleans as floats (the layers cast them back).
 *
 * @param weights where weights come from
 * @param name `LAYER/WEIGHT`
 * @param dtype its element type
 * @returns undefined where the store has none
 * @throws EngineError where the numbers are too large to be exact
 */
export function engineWeight(weights: WeightStore, name: string, dtype: DType): Float32Array | undefined {
  if (!WHOLE.has(dtype)) return weights.get(name);
  const elements: WeightElements | undefined = weights.elements?.(name);
  if (!elements) return weights.get(name);
  const floats = Float32Array.from(elements, Number);
  if (floats.some(value => Math.abs(value) > LARGEST_EXACT))
    throw new EngineError(
      'engine.weights',
      `${name} holds whole numbers beyond ${LARGEST_EXACT}, which engines do not compute with exactly.`,
    );
  return floats;
}
