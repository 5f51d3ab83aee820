import { mixSeed, permutation } from '../../shared/training/seeded-random.ts';
import type { Dataset, SplitIndices } from './dataset.ts';

/** Fractions of training, validation and test. */
export type Fractions = readonly [number, number, number];

/**
 * Splits the sample numbers by a seeded order: the first part trains, the next validates, the last tests.
 *
 * @param count number of samples
 * @param split fractions of training, validation and test; they are scaled to sum 1
 * @param seed the run's seed
 */
export function splitIndices(count: number, split: Fractions, seed: number): SplitIndices {
  const order = permutation(count, seed);
  const [first, second] = borders(count, split);
  return { train: order.slice(0, first), validation: order.slice(first, second), test: order.slice(second) };
}

function borders(count: number, [train, validation, test]: Fractions): readonly [number, number] {
  const total = train + validation + test || 1;
  return [Math.round((count * train) / total), Math.round((count * (train + validation)) / total)];
}

/**
 * Splits so that every class has its share in each part, up to one sample; the parts together have the sizes of a plain split.
 *
 * @param labels class of each sample
 * @param split fractions of training, validation and test
 * @param seed the run's seed
 */
export function stratifiedIndices(labels: Int32Array, split: Fractions, seed: number): SplitIndices {
  const members = new Map<number, number[]>();
  for (const [sample, label] of labels.entries()) {
    const list = members.get(label);
    if (list) list.push(sample);
    else members.set(label, [sample]);
  }
  const parts: Record<keyof SplitIndices, number[]> = { train: [], validation: [], test: [] };
  let seen = 0;
  for (const [label, samples] of [...members].sort((a, b) => a[0] - b[0])) {
    const order = permutation(samples.length, mixSeed(seed, 'split', label)).map(i => samples[i] ?? 0);
    seen += samples.length;
    const [first, second] = borders(seen, split);
    const train = clamp(first - parts.train.length, samples.length);
    const validation = clamp(second - first - parts.validation.length, samples.length - train);
    parts.train.push(...order.subarray(0, train));
    parts.validation.push(...order.subarray(train, train + validation));
    parts.test.push(...order.subarray(train + validation));
  }
  const mixed = (name: keyof SplitIndices) => {
    const list = parts[name];
    return permutation(list.length, mixSeed(seed, name, 0)).map(i => list[i] ?? 0);
  };
  return { train: mixed('train'), validation: mixed('validation'), test: mixed('test') };
}

const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));

/**
 * Which samples of a data set serve for what: as the data divide themselves, else by a seeded split. Where they bring training
 * and test samples but none to validate with, these are taken from the training samples.
 *
 * @param dataset the data
 * @param split fractions of training, validation and test
 * @param seed the run's seed
 * @param stratify whether every class keeps its share: those of the first target that has classes
 */
export function splitDataset(
  { info, labels: known, parts }: Pick<Dataset, 'info' | 'labels' | 'parts'>,
  split: Fractions,
  seed: number,
  stratify: boolean,
): SplitIndices {
  const labels = known.find(own => own !== null) ?? null;
  const among = (samples: Int32Array | null, fractions: Fractions): SplitIndices => {
    const chosen = samples && labels ? samples.map(i => labels[i] ?? 0) : labels;
    const found =
      stratify && chosen
        ? stratifiedIndices(chosen, fractions, seed)
        : splitIndices(samples?.length ?? info.samples, fractions, seed);
    if (!samples) return found;
    const back = (numbers: Int32Array) => numbers.map(i => samples[i] ?? 0);
    return { train: back(found.train), validation: back(found.validation), test: back(found.test) };
  };
  if (parts === null) return among(null, split);
  if (parts.validation.length > 0) return parts;
  if (parts.test.length === 0) return among(parts.train, split);
  const { train, validation } = among(parts.train, [split[0], split[1], 0]);
  return { train, validation, test: parts.test };
}
