import { readFile } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { decodeBmp } from './bmp.ts';

let library: Promise<typeof import('sharp').default> | null = null;

/** The decoders, started with the first picture: commands without pictures must not wait for them. */
function decoders(): Promise<typeof import('sharp').default> {
  library ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    // Many pictures are decoded at once, each by one thread.
    sharp.concurrency(1);
    return sharp;
  });
  return library;
}

/** What is read of a picture. */
export interface PictureForm {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
}

/** The names of files that are pictures. */
export const PICTURE_NAME = /\.(png|jpe?g|webp|bmp)$/i;

/** Limits of what a picture may do: 100 million pixels, and every fault counts. */
const LIMITS = { limitInputPixels: 100_000_000, failOn: 'error' } as const;

async function opened(file: string): Promise<Sharp> {
  const [sharp, bytes] = await Promise.all([decoders(), readFile(file)]);
  if (!/\.bmp$/i.test(file) && bytes.toString('latin1', 0, 2) !== 'BM') return sharp(bytes, LIMITS);
  const { width, height, data } = decodeBmp(bytes);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/**
 * The form that a picture has itself.
 *
 * @throws Error with the reason where it cannot be read
 */
export async function pictureForm(file: string): Promise<PictureForm> {
  const { width, height, channels, space } = await (await opened(file)).metadata();
  return { width, height, channels: channels <= 2 || space === 'b-w' ? 1 : 3 };
}

/**
 * Decodes a picture and brings it to a form. Transparency is left out unless asked for.
 *
 * @returns height × width × channels bytes
 * @throws Error with the reason where it cannot be read
 */
export async function decodePicture(file: string, { height, width, channels }: PictureForm): Promise<Buffer> {
  let picture = await opened(file);
  const { width: w, height: h } = await picture.metadata();
  picture = channels === 4 ? picture.ensureAlpha() : picture.removeAlpha();
  picture = picture.toColourspace(channels === 1 ? 'b-w' : 'srgb');
  if (w !== width || h !== height) picture = picture.resize(width, height, { fit: 'fill' });
  const data = await picture.raw({ depth: 'uchar' }).toBuffer();
  if (data.length !== height * width * channels)
    throw new Error(`it gives ${data.length} bytes instead of ${height * width * channels}`);
  return data;
}

/** The first line of a decoder's words. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.trim() || 'it cannot be decoded';
}
