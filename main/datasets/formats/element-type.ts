import { halfToNumber } from '../../../shared/layers/arithmetic/half-floats.ts';

/** Numbers as files hold them. */
export interface ElementType {
  readonly kind: 'bool' | 'int' | 'uint' | 'float';
  /** Bytes of one. */
  readonly size: 1 | 2 | 4 | 8;
  readonly littleEndian: boolean;
}

/** What NumPy calls a type: float32, uint8, bool. */
export function numpyName({ kind, size }: ElementType): string {
  return kind === 'bool' ? kind : `${kind}${8 * size}`;
}

/** Whether numbers of a type are whole. */
export function isWhole(type: ElementType): boolean {
  return type.kind !== 'float';
}

/**
 * Turns bytes into float32 numbers.
 *
 * @param bytes as many as `count` numbers take
 * @param into receives the numbers from `at` on
 */
export function decodeElements(
  bytes: Buffer,
  type: ElementType,
  into: Float32Array,
  at: number,
  count: number,
): void {
  const { kind, size, littleEndian } = type;
  if (size === 1 && kind !== 'int') {
    into.set(bytes.subarray(0, count), at);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = reader(view, kind, size, littleEndian);
  for (let i = 0; i < count; i++) into[at + i] = read(i * size);
}

function reader(
  view: DataView,
  kind: ElementType['kind'],
  size: ElementType['size'],
  little: boolean,
): (offset: number) => number {
  if (kind === 'float') {
    if (size === 2) return offset => halfToNumber(view.getUint16(offset, little));
    return size === 4 ? offset => view.getFloat32(offset, little) : offset => view.getFloat64(offset, little);
  }
  const signed = kind === 'int';
  if (size === 1) return offset => view.getInt8(offset);
  if (size === 2)
    return signed ? offset => view.getInt16(offset, little) : offset => view.getUint16(offset, little);
  if (size === 4)
    return signed ? offset => view.getInt32(offset, little) : offset => view.getUint32(offset, little);
  return signed
    ? offset => Number(view.getBigInt64(offset, little))
    : offset => Number(view.getBigUint64(offset, little));
}
