import { describe, expect, it } from 'vitest';
import { findTemplate } from '../../shared/templates/index.ts';
import { testPlace } from './place-testing.ts';
import { prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';

const place = testPlace();

/** Accuracy on the test part after training a template with its own settings. */
async function accuracy(id: string, dataset: string, seed: number) {
  const document = findTemplate(id)?.build();
  if (!document) throw new Error(`no template ${id}`);
  const training = { ...document.training, dataset, seed };
  const folder = await prepareRun(
    { ...document, training },
    { engine: 'javascript', directory: place.directory },
  );
  const done = await runTraining(place.engine, folder, {
    resume: false,
    control: new RunControl(),
    report: () => undefined,
  });
  return done.test?.accuracy;
}

describe('templates learn with their own settings', () => {
  it.each(['and', 'or'])('the perceptron learns %s to 100 %%, whatever the seed', async dataset => {
    for (const seed of [1, 2, 3]) expect(await accuracy('perceptron', dataset, seed)).toBe(1);
  });

  it('the perceptron cannot learn xor: no line has three of its points right and the fourth as well', async () => {
    for (const seed of [1, 2, 3]) expect(await accuracy('perceptron', 'xor', seed)).toBeLessThan(0.9);
  });

  it('the network with a hidden layer learns xor to 100 %', async () => {
    for (const seed of [1, 2]) expect(await accuracy('xor-mlp', 'xor', seed)).toBe(1);
  });
});
