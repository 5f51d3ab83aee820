import type { Value } from '../document/value.ts';
import type { LayerType } from '../layers/contract.ts';
import type { Half } from '../layers/weight-store.ts';
import { isHalf } from '../layers/weight-store.ts';

/**
 * The half precision that a layer works in: that of all its inputs of real numbers. Layers that compute with float32 mean the same in
 * half precision; those that take any type tell their results' types themselves.
 *
 * @param layer the type
 * @param inputs what stands on its wires
 * @returns null where no input is of half precision, or not all are of the same
 */
export function halfOf({ traits }: LayerType, inputs: readonly Value[]): Half | null {
  let half: Half | null = null;
  for (const { dtype } of inputs) if (isHalf(dtype)) half = dtype;
  if (half === null || traits.isCarried || traits.takesAnyType) return null;
  const isMixed = inputs.some(({ dtype }) => /float/.test(dtype) && dtype !== half);
  return isMixed ? null : half;
}

/** Values of half precision as a layer's own functions get them: as float32. */
export function inSingle(values: readonly Value[], half: Half): readonly Value[] {
  return values.map(value => (value.dtype === half ? { ...value, dtype: 'float32' } : value));
}

/** What a layer's own functions tell of float32, in half precision. */
export function inHalf(values: readonly Value[], half: Half): readonly Value[] {
  return values.map(value => (value.dtype === 'float32' ? { ...value, dtype: half } : value));
}
