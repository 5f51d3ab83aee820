import type { SplitIndices } from './dataset.ts';

/** Which part of the split a name speaks of: `train`, `x_test`, `t10k-images`, `valid`, ... */
export function partNamed(name: string): keyof SplitIndices | null {
  const lower = name.toLowerCase();
  if (/(^|[^a-z])(train|training)([^a-z]|$)/.test(lower)) return 'train';
  if (/(^|[^a-z])(val|valid|validation|dev)([^a-z]|$)/.test(lower)) return 'validation';
  if (/(^|[^a-z])(test|testing|t10k)([^a-z]|$)/.test(lower)) return 'test';
  return null;
}

/**
 * The sample numbers of parts that stand one after the other.
 *
 * @param counts samples of each piece with the part it serves
 */
export function partsOf(
  counts: readonly { readonly part: keyof SplitIndices; readonly count: number }[],
): SplitIndices {
  const numbers: Record<keyof SplitIndices, number[]> = { train: [], validation: [], test: [] };
  let next = 0;
  for (const { part, count } of counts) for (let i = 0; i < count; i++) numbers[part].push(next++);
  return {
    train: Int32Array.from(numbers.train),
    validation: Int32Array.from(numbers.validation),
    test: Int32Array.from(numbers.test),
  };
}
