/** A grey picture, row-major, 0 paper to 1 ink. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/** The box that MNIST scales a digit into, and the field it is centred in, in pixels. */
const BOX = 20;
const FIELD = 28;
/** What is paler counts as paper. */
const PAPER = 0.02;

/**
 * Scales a drawn digit as MNIST did its scans: cut to the ink, fit into 20 × 20 with its proportions kept and anti-aliased,
 * then placed in a 28 × 28 field with its centre of mass in the middle. Source: LeCun, Cortes, Burges, The MNIST database.
 *
 * @param picture the drawing
 * @param size 28, or more for a wider margin all round (32 for LeNet's original input)
 * @returns size × size values from 0 to 1; null for an empty sheet
 */
export function digitRaster(picture: GreyPicture, size = FIELD): Float32Array | null {
  const ink = inkBounds(picture);
  if (!ink) return null;
  const scale = BOX / Math.max(ink.width, ink.height);
  const width = Math.max(1, Math.round(ink.width * scale));
  const height = Math.max(1, Math.round(ink.height * scale));
  const box = shrink(picture, ink, width, height);
  const [x, y] = centreOfMass(box, width, height);
  // The field's own margin in a larger field; the digit stays within 28 × 28.
  const margin = Math.floor((size - FIELD) / 2);
  const left = margin + clamp(Math.round(FIELD / 2 - x), 0, FIELD - width);
  const top = margin + clamp(Math.round(FIELD / 2 - y), 0, FIELD - height);
  const field = new Float32Array(size * size);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      field[(top + row) * size + left + column] = box[row * width + column] ?? 0;
  return field;
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function inkBounds({ width, height, data }: GreyPicture): Bounds | null {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if ((data[y * width + x] ?? 0) < PAPER) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Each new pixel is the mean of the area it covers. */
function shrink(source: GreyPicture, from: Bounds, width: number, height: number): Float32Array {
  const result = new Float32Array(width * height);
  const stepX = from.width / width;
  const stepY = from.height / height;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const y0 = from.top + row * stepY;
      const x0 = from.left + column * stepX;
      let sum = 0;
      for (let y = Math.floor(y0); y < y0 + stepY; y++)
        for (let x = Math.floor(x0); x < x0 + stepX; x++)
          sum +=
            (source.data[y * source.width + x] ?? 0) *
            overlap(x, x0, x0 + stepX) *
            overlap(y, y0, y0 + stepY);
      result[row * width + column] = sum / (stepX * stepY);
    }
  return result;
}

/** How much of the pixel [at, at + 1) lies in [from, to). */
function overlap(at: number, from: number, to: number): number {
  return Math.max(0, Math.min(at + 1, to) - Math.max(at, from));
}

function centreOfMass(data: Float32Array, width: number, height: number): readonly [number, number] {
  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const weight = data[y * width + x] ?? 0;
      mass += weight;
      momentX += weight * (x + 0.5);
      momentY += weight * (y + 0.5);
    }
  return mass > 0 ? [momentX / mass, momentY / mass] : [width / 2, height / 2];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
