import type { GreyPicture } from './digit-raster.ts';

/** Weaker than this part of the strongest stroke is a shadow on the paper. */
const SHADOW = 0.25;

/**
 * The sign on a picture as ink: what differs from the paper, whether it is dark on light or light on dark. The paper is what most of the border
 * shows.
 *
 * @param pixels red, green, blue, alpha in 0 to 255, row-major; what is transparent counts as white
 * @param width in pixels
 * @param height in pixels
 * @returns 0 paper to 1 ink; null for a picture of one colour
 */
export function inkOfPicture(pixels: ArrayLike<number>, width: number, height: number): GreyPicture | null {
  const grey = Float32Array.from({ length: width * height }, (_, i) => greyAt(pixels, i * 4));
  const border = [...grey.keys()].filter(i => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
  const sorted = border.map(i => grey[i] ?? 1).sort((a, b) => a - b);
  const paper = sorted[Math.floor(sorted.length / 2)] ?? 1;
  const strongest = grey.reduce((most, value) => Math.max(most, Math.abs(value - paper)), 0);
  // One step of 255 is noise of compression, not ink.
  if (strongest < 8 / 255) return null;
  const data = grey.map(value => {
    const ink = Math.abs(value - paper) / strongest;
    return ink < SHADOW ? 0 : ink;
  });
  return { width, height, data };
}

/** The luma of ITU-R BT.601 over white, 0 black to 1 white. */
function greyAt(pixels: ArrayLike<number>, at: number): number {
  const [red = 0, green = 0, blue = 0, alpha = 255] = [0, 1, 2, 3].map(i => pixels[at + i] ?? 0);
  const opaque = alpha / 255;
  return ((0.299 * red + 0.587 * green + 0.114 * blue) / 255) * opaque + 1 - opaque;
}
