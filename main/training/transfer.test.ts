import { expect, it } from 'vitest';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { compareWeights } from './given-weights.ts';
import { testPlace } from './place-testing.ts';
import { prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { xorDocument } from './testing.ts';

const place = testPlace();

async function train(document: NetloomDocument, weights?: string): Promise<RunFolder> {
  const request = {
    engine: 'javascript',
    directory: place.directory,
    ...(weights !== undefined && { weights }),
  } as const;
  const folder = await prepareRun(document, request);
  const control = new RunControl();
  const { status } = await runTraining(place.engine, folder, {
    resume: false,
    control,
    report: () => undefined,
  });
  expect(status).toBe('done');
  return folder;
}

/** XOR with a normalized feature layer, and a head of some name. */
function network(head: string, frozen: boolean): NetloomDocument {
  const base = xorDocument({ epochs: 3 });
  const still = frozen ? ({ trainable: false } as const) : {};
  return {
    ...base,
    nodes: {
      x: { type: 'InputLayer', parameters: { shape: [2] } },
      features: { type: 'Dense', parameters: { units: 8, activation: 'tanh' }, ...still },
      norm: { type: 'BatchNormalization', ...still },
      [head]: { type: 'Dense', parameters: { units: 1, activation: 'sigmoid' } },
    },
    edges: [
      { from: 'x', to: 'features' },
      { from: 'features', to: 'norm' },
      { from: 'norm', to: head },
    ],
  };
}

it('takes trained features, leaves them bit for bit while frozen, and moves them when they are unfrozen', async () => {
  const source = await train(network('old_head', false));
  const frozen = network('new_head', true);
  const rows = await compareWeights(source.path, inferDocument(frozen));
  const kinds = (kind: string) => rows.filter(row => row.kind === kind).map(row => row.weight);
  expect(kinds('taken')).toHaveLength(6);
  expect(kinds('fresh')).toEqual(['new_head/kernel', 'new_head/bias']);
  expect(kinds('unused').sort()).toEqual(['old_head/bias', 'old_head/kernel']);

  const before = await source.readWeights();
  const tuned = await train(frozen, source.path);
  const after = await tuned.readWeights();
  // Moving statistics of a frozen BatchNormalization stay too, as in Keras.
  for (const name of kinds('taken')) expect(after.get(name)?.data, name).toEqual(before.get(name)?.data);

  const fine = await train(network('new_head', false), tuned.path);
  const moved = await fine.readWeights();
  for (const name of kinds('taken')) expect(moved.get(name)?.data, name).not.toEqual(before.get(name)?.data);
});
