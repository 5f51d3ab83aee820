/**
 * Row-major elements as nested lists; a tensor without axes is its element.
 *
 * @param elements row-major
 * @param shape extents
 */
export function nested(elements: readonly number[], shape: readonly number[]): unknown {
  const [extent, ...inner] = shape;
  if (extent === undefined) return elements[0] ?? 0;
  const size = inner.reduce((product, one) => product * one, 1);
  return Array.from({ length: extent }, (_, i) => nested(elements.slice(i * size, (i + 1) * size), inner));
}
