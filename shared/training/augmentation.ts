import type { Augmentation } from '../document/data-settings.ts';
import { generator, mixSeed } from './seeded-random.ts';

/** Whether anything is to be changed. */
export function augments(settings: Augmentation | undefined): settings is Augmentation {
  return Object.values(settings ?? {}).some(
    value => value === true || (typeof value === 'number' && value > 0),
  );
}

/**
 * Changes a training picture at random: mirrored, shifted, turned, enlarged, with noise. A function of (seed, epoch, sample), so
 * that a resumed run sees the same. What comes in from outside repeats the picture's edge, as Keras's `nearest`.
 *
 * @param picture height × width × channels numbers, changed in place; noise is added to samples of any shape
 * @param shape its extents
 * @param settings what may be changed and how far
 * @param place the run's seed, the epoch from 0, the sample's number
 */
export function augment(
  picture: Float32Array,
  shape: readonly number[],
  settings: Augmentation,
  place: { readonly seed: number; readonly epoch: number; readonly sample: number },
): void {
  const next = generator(mixSeed(mixSeed(place.seed, 'augmentation', place.epoch), 'sample', place.sample));
  const around = () => 2 * next() - 1;
  const [height = 1, width = 1, channels = 1] = shape;
  // All numbers are drawn whatever is asked for: one setting does not change what the others do.
  const mirrorX = next() < 0.5 && settings.flipHorizontal === true ? -1 : 1;
  const mirrorY = next() < 0.5 && settings.flipVertical === true ? -1 : 1;
  const shiftY = around() * (settings.shift ?? 0) * height;
  const shiftX = around() * (settings.shift ?? 0) * width;
  const angle = (around() * (settings.rotate ?? 0) * Math.PI) / 180;
  const scale = 1 + around() * (settings.zoom ?? 0);
  const isMoved = mirrorX < 0 || mirrorY < 0 || shiftX !== 0 || shiftY !== 0 || angle !== 0 || scale !== 1;
  if (isMoved && shape.length === 3) {
    const cos = Math.cos(angle) / scale;
    const sin = Math.sin(angle) / scale;
    const middleY = (height - 1) / 2;
    const middleX = (width - 1) / 2;
    const source = picture.slice();
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const dy = y - middleY - shiftY;
        const dx = x - middleX - shiftX;
        const fromY = middleY + mirrorY * (cos * dy + sin * dx);
        const fromX = middleX + mirrorX * (cos * dx - sin * dy);
        interpolate(source, height, width, channels, fromY, fromX, picture, (y * width + x) * channels);
      }
  }
  const noise = settings.noise ?? 0;
  if (noise > 0)
    for (let i = 0; i < picture.length; i += 2) {
      const radius = noise * Math.sqrt(-2 * Math.log(1 - next()));
      const turn = 2 * Math.PI * next();
      picture[i] = (picture[i] ?? 0) + radius * Math.cos(turn);
      if (i + 1 < picture.length) picture[i + 1] = (picture[i + 1] ?? 0) + radius * Math.sin(turn);
    }
}

/** Bilinear between the four neighbours; outside stands the nearest edge. */
function interpolate(
  source: Float32Array,
  height: number,
  width: number,
  channels: number,
  fromY: number,
  fromX: number,
  into: Float32Array,
  at: number,
): void {
  const y = Math.min(height - 1, Math.max(0, fromY));
  const x = Math.min(width - 1, Math.max(0, fromX));
  const y0 = Math.floor(y);
  const x0 = Math.floor(x);
  const y1 = Math.min(height - 1, y0 + 1);
  const x1 = Math.min(width - 1, x0 + 1);
  const wy = y - y0;
  const wx = x - x0;
  for (let c = 0; c < channels; c++) {
    const value = (row: number, column: number) => source[(row * width + column) * channels + c] ?? 0;
    const upper = value(y0, x0) * (1 - wx) + value(y0, x1) * wx;
    const lower = value(y1, x0) * (1 - wx) + value(y1, x1) * wx;
    into[at + c] = upper * (1 - wy) + lower * wy;
  }
}
