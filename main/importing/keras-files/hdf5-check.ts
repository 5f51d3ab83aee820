import type { ByteSource } from '../../../shared/importers/onnx/byte-source.ts';

/** Size of offsets and of lengths in every file that the HDF5 library writes unless asked otherwise. */
const FIELD_BYTES = 8;
/** Where these sizes stand, by the superblock's version. Source: HDF5 File Format Specification 3.0, II.A. */
const SIZE_FIELDS: Readonly<Record<number, readonly [number, number]>> = {
  0: [13, 14],
  1: [13, 14],
  2: [9, 10],
  3: [9, 10],
};
/** Signature, version, reserved bytes, size. Source: the same, III.E. */
const HEAP_SIGNATURE = [0x47, 0x43, 0x4f, 0x4c];
const HEAP_HEADER = 16;
const OBJECT_HEADER = 16;
const LARGEST_HEAP = 2 ** 26;

/**
 * Whether a file begins as one whose structures this code can check.
 *
 * @param source the file
 */
export function hasPlainSuperblock(source: ByteSource): boolean {
  if (source.length < 96) return false;
  const bytes = source.read(0, 16);
  const places = SIZE_FIELDS[bytes[8] ?? 255];
  return places?.every(place => bytes[place] === FIELD_BYTES) === true;
}

/**
 * Whether a stretch that the HDF5 library reads is safe to hand out: a heap of texts in which an object takes no room sends the
 * library round in circles for ever.
 *
 * @param source the file
 * @param offset where the stretch begins
 * @param bytes its content
 */
export function isSafeStretch(source: ByteSource, offset: number, bytes: Uint8Array): boolean {
  if (bytes.length < HEAP_HEADER || HEAP_SIGNATURE.some((byte, i) => bytes[i] !== byte)) return true;
  const size = lengthAt(bytes, 8);
  if (size < HEAP_HEADER || size > LARGEST_HEAP || offset + size > source.length) return false;
  const heap = size <= bytes.length ? bytes : source.read(offset, size);
  for (let at = HEAP_HEADER; at + OBJECT_HEADER <= size; ) {
    const index = (heap[at] ?? 0) + 256 * (heap[at + 1] ?? 0);
    const length = lengthAt(heap, at + 8);
    // Free space, object 0, counts its own header.
    const taken = index === 0 ? length : OBJECT_HEADER + Math.ceil(length / 8) * 8;
    if (taken < OBJECT_HEADER || at + taken > size) return false;
    at += taken;
  }
  return true;
}

/** An 8-byte number, lowest byte first. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
