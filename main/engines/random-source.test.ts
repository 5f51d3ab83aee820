import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { randomSource } from './random-source.ts';

const draw = (seed: number, layer: string, step: number) => {
  const random = randomSource(tf, seed, layer, step);
  return [random.uniform([5]), random.uniform([5])].map(tensor => Array.from(tensor.dataSync()));
};

it('is a function of seed, layer and step, and each draw differs', () => {
  expect(draw(1, 'dropout', 7)).toEqual(draw(1, 'dropout', 7));
  const [first, second] = draw(1, 'dropout', 7);
  expect(first).not.toEqual(second);
  for (const other of [draw(2, 'dropout', 7), draw(1, 'dropout2', 7), draw(1, 'dropout', 8)])
    expect(other[0]).not.toEqual(first);
});

it('is uniform and normal: means and deviations of 100,000 draws lie within five standard errors', () => {
  const random = randomSource(tf, 3, 'noise', 0);
  const uniform = random.uniform([100_000]).dataSync();
  const normal = random.normal([100_000], 1, 2).dataSync();
  const mean = (list: ArrayLike<number>) => Array.from(list).reduce((sum, x) => sum + x, 0) / list.length;
  expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan((5 * Math.sqrt(1 / 12)) / Math.sqrt(1e5));
  expect(Math.abs(mean(normal) - 1)).toBeLessThan((5 * 2) / Math.sqrt(1e5));
  const variance = mean(Array.from(normal, x => (x - 1) ** 2));
  expect(Math.abs(variance - 4)).toBeLessThan((5 * 4 * Math.SQRT2) / Math.sqrt(1e5));
  expect(Math.max(...uniform.subarray(0, 50_000))).toBeLessThan(1);
});
