import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadDataset } from '../main/datasets/catalog.ts';
import { splitIndices } from '../main/datasets/split.ts';
import { TRAINING_DEFAULTS } from '../shared/document/training-defaults.ts';

/** Writes the digits and, for each seed, which of them Netloom trains, validates and tests on: `node digits.mjs FOLDER SEED...`. */
const [folder = '.', ...seeds] = process.argv.slice(2);
const { info, inputs, targets } = await loadDataset('mnist');
writeFileSync(path.join(folder, 'inputs.f32'), inputs[0] ?? new Float32Array(0));
writeFileSync(path.join(folder, 'targets.f32'), targets[0] ?? new Float32Array(0));
const splits = seeds.map(seed => {
  const { train, validation, test } = splitIndices(info.samples, TRAINING_DEFAULTS.split, Number(seed));
  return { seed: Number(seed), train: [...train], validation: [...validation], test: [...test] };
});
writeFileSync(
  path.join(folder, 'splits.json'),
  JSON.stringify({ inputShape: info.inputs[0]?.shape, classes: info.targets[0]?.shape[0], splits }),
);
