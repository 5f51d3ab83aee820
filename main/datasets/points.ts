import { generator, mixSeed } from '../../shared/training/seeded-random.ts';
import { oneHot } from './dataset.ts';

const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** How often the four points of a truth table are repeated, so that an epoch has several batches and every split all points. */
const REPEATS = 100;

/**
 * The truth table of a function of two bits, repeated.
 *
 * @param rule the function
 */
export function truthTable(rule: (a: number, b: number) => number): {
  inputs: Float32Array;
  targets: Float32Array;
} {
  const rows = Array.from({ length: REPEATS }, () => CORNERS).flat();
  return {
    inputs: Float32Array.from(rows.flat()),
    targets: Float32Array.from(rows, ([a, b]) => rule(a, b)),
  };
}

/** Points per spiral. */
const PER_SPIRAL = 500;

/** Two intertwined spirals of one and three quarter turns with a little noise, one-hot classes. Source: Lang and Witbrock 1988, the idea. */
export function spirals(): { inputs: Float32Array; targets: Float32Array } {
  const next = generator(mixSeed(0, 'spirals', 0));
  const points: number[] = [];
  const classes: number[] = [];
  for (let i = 0; i < PER_SPIRAL; i++)
    for (const spiral of [0, 1]) {
      const share = (i + 0.5) / PER_SPIRAL;
      const angle = share * 3.5 * Math.PI + spiral * Math.PI;
      const noise = () => (next() + next() - 1) * 0.03;
      points.push(share * Math.cos(angle) + noise(), share * Math.sin(angle) + noise());
      classes.push(spiral);
    }
  return { inputs: Float32Array.from(points), targets: oneHot(classes, 2) };
}
