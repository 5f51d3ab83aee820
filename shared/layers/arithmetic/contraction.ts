import type { Dim, Shape } from '../../document/value.ts';

/**
 * A sum of products of two tensors in Einstein's notation, one letter for each axis: letters that the result lacks are summed over.
 * No letter stands twice in one tensor.
 */
export interface Contraction {
  readonly left: string;
  readonly right: string;
  readonly result: string;
}

/** `ab,bc->ac`, as ONNX and NumPy write it. */
export function equationOf({ left, right, result }: Contraction): string {
  return `${left},${right}->${result}`;
}

/** So many letters, from a place in the alphabet on. */
export function letters(count: number, from = 0): string {
  return Array.from({ length: count }, (_, i) => String.fromCharCode(97 + from + i)).join('');
}

/** The axes of a contraction by what becomes of them. */
export interface ContractionAxes {
  /** In both and in the result. */
  readonly batch: string;
  /** In both and summed over. */
  readonly summed: string;
  /** In the result and in one alone. */
  readonly left: string;
  readonly right: string;
}

/**
 * Sorts the letters of a contraction. Letters of one tensor alone that the result lacks are in none of the groups: they are added up
 * beforehand.
 */
export function contractionAxes({ left, right, result }: Contraction): ContractionAxes {
  const pick = (from: string, test: (letter: string) => boolean) => [...from].filter(test).join('');
  return {
    batch: pick(left, letter => right.includes(letter) && result.includes(letter)),
    summed: pick(left, letter => right.includes(letter) && !result.includes(letter)),
    left: pick(left, letter => !right.includes(letter) && result.includes(letter)),
    right: pick(right, letter => !left.includes(letter) && result.includes(letter)),
  };
}

/**
 * Multiply-adds of a contraction for one sample: every letter's extent once, the batch's left out; null where one is unknown.
 *
 * @param contraction the letters
 * @param left shape of the left tensor, batch first
 * @param right shape of the right one
 */
export function contractionCost(
  { left, right }: Contraction,
  leftShape: Shape,
  rightShape: Shape,
): number | null {
  const extents = new Map<string, Dim>();
  for (const [i, letter] of [...left].entries()) if (i > 0) extents.set(letter, leftShape[i] ?? null);
  for (const [i, letter] of [...right].entries())
    if (letter !== left[0]) extents.set(letter, rightShape[i] ?? extents.get(letter) ?? null);
  let product = 1;
  for (const extent of extents.values()) {
    if (typeof extent !== 'number') return null;
    product *= extent;
  }
  return product;
}
