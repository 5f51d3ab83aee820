/** Colours that tell classes apart in masks and points, by class number; a further class begins anew. */
const CLASS_COLORS = [
  '--color-training',
  '--color-validation',
  '--color-gradients',
  '--category-dense',
  '--category-regularization',
  '--category-pooling',
] as const;

/** The colour token of a class. */
export function classColor(index: number): (typeof CLASS_COLORS)[number] {
  return CLASS_COLORS[index % CLASS_COLORS.length] ?? CLASS_COLORS[0];
}

/**
 * Red, green and blue of a colour written as `#rrggbb`.
 *
 * @param color as a token holds it; what is written otherwise is grey
 */
export function channelsOf(color: string): readonly [number, number, number] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  const channel = (i: number) => Number.parseInt(match?.[i] ?? '80', 16);
  return [channel(1), channel(2), channel(3)];
}
