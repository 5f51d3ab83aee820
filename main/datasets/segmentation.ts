import { generator, mixSeed } from '../../shared/training/seeded-random.ts';

const SIDE = 32;
const IMAGES = 800;
const CLASSES = 3;

/**
 * Grey images of 32 × 32 with a disc and a square on a noisy background, and per pixel the class: background, disc, square
 * (one-hot). Disc and square have alike brightness, so that the form has to be learnt.
 */
export function segmentation(): { inputs: Float32Array; targets: Float32Array } {
  const next = generator(mixSeed(0, 'segmentation', 0));
  const between = (low: number, high: number) => low + (high - low) * next();
  const inputs = new Float32Array(IMAGES * SIDE * SIDE);
  const targets = new Float32Array(IMAGES * SIDE * SIDE * CLASSES);
  for (let image = 0; image < IMAGES; image++) {
    const disc = { x: between(6, 26), y: between(6, 26), radius: between(3.5, 6.5), light: between(0.5, 1) };
    const square = { x: between(6, 26), y: between(6, 26), half: between(3, 5.5), light: between(0.5, 1) };
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const x = pixel % SIDE;
      const y = Math.floor(pixel / SIDE);
      const inDisc = (x - disc.x) ** 2 + (y - disc.y) ** 2 <= disc.radius ** 2;
      const inSquare = Math.abs(x - square.x) <= square.half && Math.abs(y - square.y) <= square.half;
      const kind = inDisc ? 1 : inSquare ? 2 : 0;
      const light = kind === 1 ? disc.light : kind === 2 ? square.light : 0.2;
      const at = image * SIDE * SIDE + pixel;
      inputs[at] = light + between(-0.15, 0.15);
      targets[at * CLASSES + kind] = 1;
    }
  }
  return { inputs, targets };
}
