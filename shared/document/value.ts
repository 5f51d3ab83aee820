/** Element types that a wire can carry. Names are those of Keras and NumPy. Engines compute with float32, int32 and bool alone. */
export const DTYPES = [
  'float32',
  'int32',
  'bool',
  'float16',
  'bfloat16',
  'float64',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'uint32',
  'int64',
  'uint64',
  'string',
] as const;
export type DType = (typeof DTYPES)[number];

/**
 * One extent of a tensor: a known size, a named symbol (the batch is `N`; equal names mean equal sizes), or
 * null when nothing is known.
 */
export type Dim = number | string | null;

/** The extents of a tensor, batch first. */
export type Shape = readonly Dim[];

/** The symbol of the batch axis. */
export const BATCH = 'N';

/** What a wire carries: element type, extents (null when not even the rank is known), and the constant itself where known. */
export interface Value {
  readonly dtype: DType;
  readonly shape: Shape | null;
  /** Row-major elements, only for values known before the network runs (imported graphs compute shapes from them). */
  readonly constant?: readonly number[];
  /**
   * Row-major elements of which only some are known: numbers, symbols (the extent of a symbolic axis, as Shape answers it) and null.
   * Never beside `constant`; never all null.
   */
  readonly symbolic?: readonly Dim[];
  /**
   * The type as an ONNX file encodes it (TypeProto in base64), for what no layer but a carried operator reads: sequences, optionals, maps
   * and tensors of element types that are not held.
   */
  readonly form?: string;
}

/** A value of which nothing is known: stands below a layer in error. */
export const UNKNOWN_VALUE: Value = { dtype: 'float32', shape: null };

/**
 * Tells whether two shapes are the same description (a symbol equals only itself, unknown equals unknown).
 *
 * @param a a shape or null for unknown rank
 * @param b the other
 */
export function sameShape(a: Shape | null, b: Shape | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Tells whether two value descriptions are the same, constants included. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.dtype !== b.dtype || a.form !== b.form || !sameShape(a.shape, b.shape)) return false;
  if (!sameShape(a.symbolic ?? null, b.symbolic ?? null)) return false;
  const left = a.constant;
  const right = b.constant;
  if (left === right) return true;
  if (!left || !right || left.length !== right.length) return false;
  return left.every((element, i) => Object.is(element, right[i]));
}

/**
 * Writes a shape as Keras's summary does: `(None, 28, 28, 1)`; an unknown extent is `?`, an unknown rank `(?)`.
 *
 * @param shape extents, batch first
 */
export function formatShape(shape: Shape | null): string {
  if (shape === null) return '(?)';
  const parts = shape.map(dim => (dim === BATCH ? 'None' : dim === null ? '?' : String(dim)));
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
}

/**
 * Writes a shape for a node on the canvas: `55 × 55 × 96`, without the batch.
 *
 * @param shape extents, batch first
 */
export function formatShapeShort(shape: Shape | null): string {
  if (shape === null) return '?';
  const rest = shape[0] === BATCH ? shape.slice(1) : shape;
  if (rest.length === 0) return 'scalar';
  return rest
    .map(dim => (dim === null ? '?' : typeof dim === 'number' ? dim.toLocaleString('en-US') : dim))
    .join(' × ');
}

/**
 * The number of elements per sample: the product of all known extents without the batch; null when any is unknown.
 *
 * @param shape extents, batch first
 */
export function elementsPerSample(shape: Shape | null): number | null {
  if (shape === null) return null;
  let product = 1;
  for (const [axis, dim] of shape.entries()) {
    if (axis === 0 && dim === BATCH) continue;
    if (typeof dim !== 'number') return null;
    product *= dim;
  }
  return product;
}
