import { expect, test } from 'vitest';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import {
  batchOf,
  classOf,
  greatest,
  isSegmentation,
  listedClasses,
  pictureKind,
  pixelClasses,
  rightShare,
  sampleOf,
  shareText,
} from './prediction.ts';

const target = (name: string) => {
  const found = DATASETS.find(info => info.name === name)?.targets[0];
  if (!found) throw new Error(name);
  return found;
};

test('each data set has its picture', () => {
  expect(
    DATASETS.map(({ name, inputs }) => [name, ...inputs.map(({ shape }) => pictureKind(shape))]),
  ).toEqual([
    ['mnist', 'image'],
    ['xor', 'point'],
    ['and', 'point'],
    ['or', 'point'],
    ['spirals', 'point'],
    ['spectra', 'series'],
    ['segmentation', 'image'],
    ['parcels', 'image', 'numbers'],
  ]);
  expect(pictureKind([128])).toBe('numbers');
  const segmented = DATASETS.filter(({ targets }) => targets.some(isSegmentation));
  expect(segmented.map(({ name }) => name)).toEqual(['segmentation']);
});

test('samples are cut from a batch and put into one', () => {
  const batch = batchOf(
    [
      [1, 2],
      [3, 4],
    ],
    [2],
  );
  expect(batch).toEqual({ shape: [2, 2], data: [1, 2, 3, 4] });
  expect(sampleOf(batch, 1)).toEqual([3, 4]);
  expect(sampleOf({ shape: [2, 2, 1, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] }, 1)).toEqual([5, 6, 7, 8]);
});

test('the class is the greatest share; one unit stands for two classes', () => {
  expect(classOf([0.1, 0.7, 0.2])).toBe(1);
  expect([0.2, 0.5, 0.8].map(value => classOf([value]))).toEqual([0, 0, 1]);
  expect(greatest([Number.NaN, 1, 3, 3])).toBe(2);
});

test('a segmentation is judged by its pixels', () => {
  // Two pixels of three classes: background and square; predicted background and disc.
  expect(pixelClasses([0.9, 0.05, 0.05, 0.1, 0.2, 0.7], 3)).toEqual([0, 2]);
  expect(rightShare(target('segmentation'), [0.9, 0.1, 0, 0.1, 0.6, 0.3], [1, 0, 0, 0, 0, 1])).toBe(0.5);
  expect(rightShare(target('mnist'), [0, 1], [0, 1])).toBe(1);
  expect(rightShare(target('xor'), [0.4], [1])).toBe(0);
});

test('a small share is not written as none', () => {
  expect([1, 0.982, 0.0003, 0.000001, 0].map(shareText)).toEqual([
    '100.0 %',
    '98.2 %',
    '0.03 %',
    '< 0.01 %',
    '0.0 %',
  ]);
});

test('few classes are all listed in their order; of many the twelve likeliest and the true one', () => {
  expect(listedClasses(3, [0.1, 0.7, 0.2], 0)).toEqual([0, 1, 2]);
  const shares = Array.from({ length: 300 }, (_, index) => (index % 100) / 15_000);
  const likeliest = [99, 199, 299, 98, 198, 298, 97, 197, 297, 96, 196, 296];
  expect(listedClasses(300, shares, null)).toEqual(likeliest);
  expect(listedClasses(300, shares, 198)).toEqual(likeliest);
  expect(listedClasses(300, shares, 7)).toEqual([...likeliest, 7]);
  expect(listedClasses(13, null, null)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(
    listedClasses(
      13,
      Array.from({ length: 13 }, () => Number.NaN),
      null,
    ),
  ).toHaveLength(12);
});
