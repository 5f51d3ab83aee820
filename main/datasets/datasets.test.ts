import { describe, expect, it } from 'vitest';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import { datasetInfo, loadDataset } from './catalog.ts';
import { DatasetError } from './dataset-error.ts';
import { splitIndices } from './split.ts';

const size = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);

/** The numbers of the sole input and target. */
async function arraysOf(name: string): Promise<readonly [Float32Array, Float32Array]> {
  const {
    inputs: [inputs = new Float32Array(0)],
    targets: [targets = new Float32Array(0)],
  } = await loadDataset(name);
  return [inputs, targets];
}

describe.each(DATASETS)('the data set $name', info => {
  it('has the samples, shapes and classes that it states, with finite values', async () => {
    const { inputs, targets } = await loadDataset(info.name);
    expect(inputs.map(({ length }) => length)).toEqual(
      info.inputs.map(({ shape }) => info.samples * size(shape)),
    );
    expect(targets.map(({ length }) => length)).toEqual(
      info.targets.map(({ shape }) => info.samples * size(shape)),
    );
    expect([...inputs, ...targets].every(numbers => numbers.every(Number.isFinite))).toBe(true);
    for (const [i, { shape, classes }] of info.targets.entries()) {
      const values = targets[i] ?? new Float32Array(0);
      const width = shape.at(-1) ?? 1;
      if (classes === null) continue;
      if (width === 1) expect(new Set(values)).toEqual(new Set([0, 1]));
      else {
        const rows = Array.from({ length: values.length / width }, (_, row) =>
          values.subarray(row * width, (row + 1) * width),
        );
        expect(rows.every(row => row.reduce((sum, value) => sum + value, 0) === 1)).toBe(true);
        expect(classes).toHaveLength(width);
      }
    }
  });
});

describe('mnist', () => {
  it("holds the package's digits: 1,001 zeros first, pixels of 0 to 1", async () => {
    const [inputs, targets] = await arraysOf('mnist');
    const counts = Array.from({ length: 10 }, (_, digit) => {
      let count = 0;
      for (let row = 0; row < 10_000; row++) count += targets[row * 10 + digit] ?? 0;
      return count;
    });
    // From the lengths of the package's files, counted by Python: len(json["data"]) // 784.
    expect(counts).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
    expect(Math.max(...inputs.subarray(0, 784))).toBeLessThanOrEqual(1);
    expect(Math.min(...inputs.subarray(0, 784))).toBe(0);
  });
});

it('parcels weigh what their pixels and material say: 100 pixels of paper, wood, iron 0.3, 0.6, 1', async () => {
  const { inputs, targets } = await loadDataset('parcels');
  const [pictures, materials] = inputs;
  const weights = targets[1];
  const densities = [0.3, 0.6, 1];
  for (let parcel = 0; parcel < 60; parcel++) {
    // Brightness is 0.15 ± 0.1 outside and at least 0.4 inside.
    const lit = pictures?.subarray(parcel * 256, (parcel + 1) * 256).filter(value => value > 0.3).length ?? 0;
    const density = densities.reduce((sum, own, k) => sum + own * (materials?.[3 * parcel + k] ?? 0), 0);
    expect(Math.abs((lit / 100) * density - (weights?.[parcel] ?? 0))).toBeLessThan(0.1 * density);
  }
});

describe('splitting', () => {
  it('gives each sample to one part, the same for the same seed and another for another', () => {
    const split = splitIndices(10_000, [0.8, 0.1, 0.1], 1);
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([8000, 1000, 1000]);
    const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    expect(splitIndices(10_000, [0.8, 0.1, 0.1], 1)).toEqual(split);
    expect(splitIndices(10_000, [0.8, 0.1, 0.1], 2).test).not.toEqual(split.test);
  });

  it('gathers samples with their targets', async () => {
    const { inputs, targets } = (await loadDataset('xor')).read([1, 3]);
    expect(inputs).toEqual([{ shape: [2, 2], data: Float32Array.of(0, 1, 1, 1) }]);
    expect(targets).toEqual([{ shape: [2, 1], data: Float32Array.of(1, 0) }]);
  });
});

it('names the data sets there are when one is asked for that does not exist', () => {
  expect(() => datasetInfo('cifar')).toThrow(DatasetError);
  expect(() => datasetInfo('cifar')).toThrow(
    'there are mnist, xor, and, or, spirals, spectra, segmentation, parcels',
  );
});
