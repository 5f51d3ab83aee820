import type { GreyPicture } from '../plots/digit-raster.ts';
import { inkOfPicture } from '../plots/ink-of-picture.ts';

/** Larger pictures are shrunk to this side before they are looked at, in pixels. */
const SIDE = 224;

/**
 * Reads a picture file as a sign on paper.
 *
 * @param file what the user chose
 * @returns its ink, or the sentence why there is none
 */
export async function readPicture(file: File): Promise<GreyPicture | string> {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return `${file.name} cannot be read as a picture. Choose a PNG, JPEG, WebP, BMP or GIF file.`;
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map(side => Math.max(1, Math.round(side * scale)));
  const sheet = document.createElement('canvas');
  sheet.width = width ?? 1;
  sheet.height = height ?? 1;
  const context = sheet.getContext('2d');
  context?.drawImage(image, 0, 0, sheet.width, sheet.height);
  image.close();
  const pixels = context?.getImageData(0, 0, sheet.width, sheet.height).data ?? [];
  return (
    inkOfPicture(pixels, sheet.width, sheet.height) ??
    `${file.name} shows one colour only: no sign stands out on it.`
  );
}
