import { generator, mixSeed } from '../../shared/training/seeded-random.ts';
import { oneHot } from './dataset.ts';

const SIDE = 16;
const PARCELS = 1_500;
/** Kilograms of 100 pixels of paper, wood and iron. */
const DENSITIES = [0.3, 0.6, 1] as const;

/** A form: whether a place, counted from its middle, is inside, and how many pixels it covers; by its half extent. */
interface Form {
  readonly least: number;
  readonly most: number;
  isInside(x: number, y: number, half: number): boolean;
  area(half: number): number;
}

const FORMS: readonly Form[] = [
  {
    least: 2.5,
    most: 6,
    isInside: (x, y, half) => x ** 2 + y ** 2 <= half ** 2,
    area: half => Math.PI * half ** 2,
  },
  {
    least: 2.2,
    most: 5.5,
    isInside: (x, y, half) => Math.max(Math.abs(x), Math.abs(y)) <= half,
    area: half => (2 * half) ** 2,
  },
  {
    least: 3.5,
    most: 7,
    // Upright, as wide as high.
    isInside: (x, y, half) => y <= half && Math.abs(x) <= (y + half) / 2,
    area: half => 2 * half ** 2,
  },
];

/**
 * Parcels: a picture of 16 × 16 with a disc, a square or a triangle, and what the parcel is of. The form is to be told from the picture;
 * the weight, its pixels times the density of its stuff, from both.
 */
export function parcels(): {
  readonly inputs: readonly Float32Array[];
  readonly targets: readonly Float32Array[];
} {
  const next = generator(mixSeed(0, 'parcels', 0));
  const between = (low: number, high: number) => low + (high - low) * next();
  const pictures = new Float32Array(PARCELS * SIDE * SIDE);
  const weights = new Float32Array(PARCELS);
  const forms: number[] = [];
  const stuffs: number[] = [];
  for (let parcel = 0; parcel < PARCELS; parcel++) {
    const kind = parcel % FORMS.length;
    const form = FORMS[kind];
    if (!form) continue;
    const stuff = Math.floor(next() * DENSITIES.length);
    const half = between(form.least, form.most);
    const [x, y] = [between(half, SIDE - half), between(half, SIDE - half)];
    const light = between(0.5, 1);
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const isInside = form.isInside((pixel % SIDE) + 0.5 - x, Math.floor(pixel / SIDE) + 0.5 - y, half);
      pictures[parcel * SIDE * SIDE + pixel] = (isInside ? light : 0.15) + between(-0.1, 0.1);
    }
    weights[parcel] = (form.area(half) / 100) * (DENSITIES[stuff] ?? 0);
    forms.push(kind);
    stuffs.push(stuff);
  }
  return {
    inputs: [pictures, oneHot(stuffs, DENSITIES.length)],
    targets: [oneHot(forms, FORMS.length), weights],
  };
}
