import type { DataTarget, TensorMessage } from '../../shared/contract/runs.ts';

/** How a sample is best shown. */
export type PictureKind = 'image' | 'series' | 'point' | 'numbers';

/**
 * How samples of a shape are best shown: grids with one or three channels as images, sequences as lines, pairs as points.
 *
 * @param shape extents without the batch
 */
export function pictureKind(shape: readonly number[]): PictureKind {
  const [height = 0, width = 0, channels = 0] = shape;
  if (shape.length === 3 && height > 1 && width > 1 && (channels === 1 || channels === 3)) return 'image';
  if (shape.length === 2 && height > 2 && width === 1) return 'series';
  return shape.length === 1 && height === 2 ? 'point' : 'numbers';
}

/** The numbers of one sample of a batch. */
export function sampleOf(tensor: TensorMessage, index: number): readonly number[] {
  const size = tensor.shape.slice(1).reduce((product, extent) => product * extent, 1);
  return tensor.data.slice(index * size, (index + 1) * size);
}

/** Some samples as the batch that a prediction takes. */
export function batchOf(rows: readonly (readonly number[])[], shape: readonly number[]): TensorMessage {
  return { shape: [rows.length, ...shape], data: rows.flat() };
}

/**
 * The share of each class in an output: the output itself, or for a single unit its complement and itself.
 *
 * @param output one sample's output or target
 */
export function classShares(output: readonly number[]): readonly number[] {
  const [only = 0] = output;
  return output.length === 1 ? [1 - only, only] : output;
}

/** The index of the greatest value, the first of equals; NaN is never the greatest. */
export function greatest(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if ((values[i] ?? Number.NaN) > (values[best] ?? Number.NaN) || Number.isNaN(values[best])) best = i;
  return best;
}

/** Classes that a list shows. */
const LISTED_CLASSES = 12;

/**
 * The classes that a list shows: all where they are few, else the likeliest, the first ones while nothing is predicted; the true one with them.
 *
 * @param count how many classes there are
 * @param shares the predicted share of each; null where nothing was predicted yet
 * @param truth the true class; null where nobody knows
 */
export function listedClasses(
  count: number,
  shares: readonly number[] | null,
  truth: number | null,
): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= LISTED_CLASSES) return all;
  const share = (index: number) => shares?.[index] || 0;
  const listed = all.sort((a, b) => share(b) - share(a) || a - b).slice(0, LISTED_CLASSES);
  return truth === null || listed.includes(truth) ? listed : [...listed, truth];
}

/** The class of one sample's output or target. */
export function classOf(output: readonly number[]): number {
  return greatest(classShares(output));
}

/**
 * The class of each pixel.
 *
 * @param output one sample's output or target, channels last
 * @param classes number of channels
 */
export function pixelClasses(output: readonly number[], classes: number): readonly number[] {
  return Array.from({ length: output.length / classes }, (_, pixel) =>
    greatest(output.slice(pixel * classes, (pixel + 1) * classes)),
  );
}

/** Whether a target tells the class of every pixel, not of the sample. */
export function isSegmentation({ shape, classes }: DataTarget): boolean {
  return shape.length === 3 && classes !== null;
}

/**
 * How well one sample was predicted: 1 or 0 for a class, the share of right pixels for a segmentation.
 *
 * @param target what the data want
 * @param output what the network gives
 * @param truth what it should give
 * @returns null where the target has no classes
 */
export function rightShare(
  target: DataTarget,
  output: readonly number[],
  truth: readonly number[],
): number | null {
  if (target.classes === null) return null;
  if (!isSegmentation(target)) return classOf(output) === classOf(truth) ? 1 : 0;
  const predicted = pixelClasses(output, target.classes.length);
  const wanted = pixelClasses(truth, target.classes.length);
  return predicted.filter((found, pixel) => found === wanted[pixel]).length / predicted.length;
}

/** Writes a share so that a small one is not mistaken for none: `98.2 %`, `0.03 %`, `< 0.01 %`. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  return `${percent.toFixed(percent < 1 && percent > 0 ? 2 : 1)} %`;
}
