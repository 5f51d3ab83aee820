/** A file that is read piece by piece, so that big weights never stand in memory. */
export interface ByteSource {
  /** Bytes in all. */
  readonly length: number;
  /**
   * Some bytes of it.
   *
   * @param offset where they begin
   * @param length how many; the stretch lies inside the file
   * @returns bytes that the reader may keep, but not change
   */
  read(offset: number, length: number): Uint8Array;
}

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

const WINDOW = 65_536;

/** A source that fetches small stretches in larger windows; long ones go straight through. */
export function bufferedSource(source: ByteSource): ByteSource {
  let start = 0;
  let window = new Uint8Array(0);
  return {
    length: source.length,
    read(offset, length) {
      if (length > WINDOW / 4) return source.read(offset, length);
      if (offset < start || offset + length > start + window.length) {
        start = offset;
        window = Uint8Array.from(source.read(offset, Math.min(WINDOW, source.length - offset)));
      }
      return window.subarray(offset - start, offset - start + length);
    },
  };
}
