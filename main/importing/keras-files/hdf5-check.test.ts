import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../shared/importers/onnx/byte-source.ts';
import { hasPlainSuperblock, isSafeStretch } from './hdf5-check.ts';

/** A global heap by the format's specification: header, then objects of index and length, the free space as object 0. */
function heap(size: number, objects: readonly (readonly [index: number, length: number])[]): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set([0x47, 0x43, 0x4f, 0x4c, 1]);
  view.setUint32(8, size, true);
  let at = 16;
  for (const [index, length] of objects) {
    view.setUint16(at, index, true);
    view.setUint32(at + 8, length, true);
    at += index === 0 ? length : 16 + Math.ceil(length / 8) * 8;
  }
  return bytes;
}
const isSafe = (bytes: Uint8Array, read = bytes.length) =>
  isSafeStretch(memorySource(bytes), 0, bytes.subarray(0, read));

describe('what the HDF5 library is given to read', () => {
  it('a heap whose objects fill it: 16 + (16 + 8) + (16 + 16) + 24 free = 96', () => {
    const objects = [
      [1, 5],
      [2, 11],
      [0, 24],
    ] as const;
    expect(isSafe(heap(96, objects))).toBe(true);
    expect(isSafe(heap(96, objects), 32)).toBe(true);
  });

  it('no heap in which an object takes no room (the library would go round for ever) or more than there is', () => {
    expect(isSafe(heap(96, [[1, 5]]))).toBe(false);
    expect(
      isSafe(
        heap(96, [
          [1, 5],
          [0, 400],
        ]),
      ),
    ).toBe(false);
    expect(isSafe(heap(96, [[1, 4_000_000_000]]))).toBe(false);
  });

  it('anything that is no heap', () => {
    expect(isSafe(Uint8Array.of(1, 2, 3))).toBe(true);
    expect(isSafe(new Uint8Array(64))).toBe(true);
  });

  it('superblocks with fields of 8 bytes alone', () => {
    const block = (version: number, size: number) => {
      const bytes = new Uint8Array(96);
      bytes[8] = version;
      bytes.fill(size, version < 2 ? 13 : 9, version < 2 ? 15 : 11);
      return memorySource(bytes);
    };
    expect([0, 1, 2, 3].map(version => hasPlainSuperblock(block(version, 8)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(hasPlainSuperblock(block(0, 4))).toBe(false);
    expect(hasPlainSuperblock(block(9, 8))).toBe(false);
    expect(hasPlainSuperblock(memorySource(new Uint8Array(20)))).toBe(false);
  });
});
