/** A picture as rows of bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Height × width × 3, red first. */
  readonly data: Buffer;
}

/** Larger pictures are not data for training. */
const MOST_PIXELS = 100_000_000;

/**
 * Decodes an uncompressed BMP picture of 8, 24 or 32 bits, which the picture library lacks. Source: Microsoft, "Bitmap Storage"
 * (BITMAPFILEHEADER, BITMAPINFOHEADER).
 *
 * @throws Error with the reason where it is damaged or of another kind
 */
export function decodeBmp(bytes: Buffer): Pixels {
  if (bytes.length < 54 || bytes.toString('latin1', 0, 2) !== 'BM') throw new Error('it is no BMP picture');
  const start = bytes.readUInt32LE(10);
  const headerLength = bytes.readUInt32LE(14);
  const width = bytes.readInt32LE(18);
  const signedHeight = bytes.readInt32LE(22);
  const height = Math.abs(signedHeight);
  const bits = bytes.readUInt16LE(28);
  const compression = bytes.readUInt32LE(30);
  if (headerLength < 40 || width <= 0 || height === 0 || width * height > MOST_PIXELS)
    throw new Error('its header is damaged');
  if (!(compression === 0 || (compression === 3 && bits === 32)) || ![8, 24, 32].includes(bits))
    throw new Error(
      `BMP pictures of ${bits} bits with compression ${compression} are not read; save it as PNG`,
    );
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (bytes.length < start + stride * height) throw new Error('the file ends too early');
  const palette = 14 + headerLength;
  const data = Buffer.allocUnsafe(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = start + stride * (signedHeight > 0 ? height - 1 - y : y);
    for (let x = 0; x < width; x++) {
      const from = bits === 8 ? palette + 4 * (bytes[row + x] ?? 0) : row + (x * bits) / 8;
      const to = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) data[to + channel] = bytes[from + 2 - channel] ?? 0;
    }
  }
  return { width, height, data };
}
