import { expect, it } from 'vitest';
import type { Augmentation } from '../document/data-settings.ts';
import { augment } from './augmentation.ts';
import { classWeights } from './class-weights.ts';

const PICTURE = Float32Array.of(1, 2, 3, 4, 5, 6);

function changed(settings: Augmentation, epoch = 0, sample = 0, picture = PICTURE, shape = [2, 3, 1]) {
  const copy = picture.slice();
  augment(copy, shape, settings, { seed: 1, epoch, sample });
  return Array.from(copy);
}

it('mirrors about half of the pictures, each pixel at its place', () => {
  const all = Array.from({ length: 1000 }, (_, sample) =>
    changed({ flipHorizontal: true }, 0, sample).join(),
  );
  const mirrored = all.filter(text => text === '3,2,1,6,5,4').length;
  expect(mirrored + all.filter(text => text === '1,2,3,4,5,6').length).toBe(1000);
  // 1,000 fair draws: five standard deviations are 79.
  expect(Math.abs(mirrored - 500)).toBeLessThan(79);
  const upside = Array.from({ length: 50 }, (_, sample) => changed({ flipVertical: true }, 0, sample).join());
  expect(new Set(upside)).toEqual(new Set(['1,2,3,4,5,6', '4,5,6,1,2,3']));
});

it('is a function of seed, epoch and sample', () => {
  const settings = { shift: 0.5, rotate: 40, zoom: 0.3, noise: 0.1 };
  expect(changed(settings, 3, 7)).toEqual(changed(settings, 3, 7));
  expect(changed(settings, 3, 7)).not.toEqual(changed(settings, 4, 7));
  expect(changed(settings, 3, 7)).not.toEqual(changed(settings, 3, 8));
  expect(changed({}, 3, 7)).toEqual(Array.from(PICTURE));
});

it('shifts, turns and enlarges within bounds: a picture of one value stays, values stay between the neighbours', () => {
  const flat = new Float32Array(75).fill(9);
  const ramp = Float32Array.from({ length: 75 }, (_, i) => Math.floor(i / 3) % 5);
  for (let sample = 0; sample < 50; sample++) {
    const settings = { shift: 0.4, rotate: 180, zoom: 0.5 };
    for (const value of changed(settings, 0, sample, flat, [5, 5, 3])) expect(value).toBeCloseTo(9, 5);
    const moved = changed(settings, 0, sample, ramp, [5, 5, 3]);
    expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...moved)).toBeLessThanOrEqual(4);
    // All channels move together.
    for (let i = 0; i < 75; i += 3) expect(moved[i + 1]).toBe(moved[i]);
  }
});

it('adds normal noise of the deviation asked for', () => {
  const many = new Float32Array(20_000);
  augment(many, [20_000], { noise: 0.5 }, { seed: 1, epoch: 0, sample: 0 });
  const mean = many.reduce((sum, value) => sum + value, 0) / many.length;
  const variance = many.reduce((sum, value) => sum + (value - mean) ** 2, 0) / many.length;
  // Standard errors: 0.5 / sqrt(20,000) = 0.0035 and 0.25 · sqrt(2 / 20,000) = 0.0025; five of each.
  expect(Math.abs(mean)).toBeLessThan(0.018);
  expect(Math.abs(variance - 0.25)).toBeLessThan(0.0125);
});

it('balances classes as scikit-learn: samples / (classes × samples of the class)', () => {
  expect(classWeights('balanced', ['a', 'b', 'c'], [60, 30, 10])).toEqual([100 / 180, 100 / 90, 100 / 30]);
  expect(classWeights({ b: 3 }, ['a', 'b'], [1, 1])).toEqual([1, 3]);
  expect(classWeights(undefined, ['a'], [1])).toBeNull();
  expect(() => classWeights({ z: 1 }, ['a', 'b'], [1, 1])).toThrow('There is no class "z"');
});
