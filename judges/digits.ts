import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadDataset } from '../main/datasets/catalog.ts';
import { splitIndices } from '../main/datasets/split.ts';
import { TRAINING_DEFAULTS } from '../shared/document/training-defaults.ts';

/** Writes the digits and, for each seed, which of them Netloom trains, validates and tests on: `node digits.mjs FOLDER SEED...`. */
const [folder = '.', ...seeds] = process.argv.slice(2);
const { info, inputs, targets } = await loadDataset('mnist');
writeFileSync(path.join(folder, 'inputs.f32'), inputs);
writeFileSync(path.join(folder, 'targets.f32'), targets);
const splits = seeds.map(seed => {
  const { train, validation, test } = splitIndices(info.samples, TRAINING_DEFAULTS.split, Number(seed));
  return { seed: Number(seed), train: [...train], validation: [...validation], test: [...test] };
});
writeFileSync(
  path.join(folder, 'splits.json'),
  JSON.stringify({ inputShape: info.inputShape, classes: info.outputShape[0], splits }),
);
