import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Json } from '../../../shared/document/json.ts';
import { exportModel } from '../../keras-files/export-model.ts';
import { importKerasFile } from './import-keras-file.ts';
import { openArchive } from './zip-file.ts';

/** By judges/keras_files.py: a layer class of its own, with layers inside, called with two tensors and a number. */
const golden = path.join(import.meta.dirname, 'golden', 'custom.keras');

/** What a .keras file tells of the layer `gate`. */
async function gate(file: string): Promise<Json | undefined> {
  const archive = await openArchive(file);
  const config = JSON.parse((await archive.text('config.json')) ?? '') as {
    config: { layers: { name: string }[] };
  };
  archive.close();
  const { build_config: _, ...entry } = config.config.layers.find(({ name }) => name === 'gate') as Record<
    string,
    Json
  >;
  return entry;
}

it('a layer of an unknown class goes back to Keras as it came, weights included', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-carried-'));
  try {
    const imported = await importKerasFile(golden);
    expect(imported.report.entries.filter(({ kind }) => kind === 'operator')).toMatchObject([
      { layers: ['gate'] },
    ]);
    const weights = new Map(imported.weights.map(weight => [weight.name, weight.read()]));
    imported.close();
    const get = (name: string) => {
      const elements = weights.get(name);
      return elements instanceof Float32Array ? elements : undefined;
    };
    const output = path.join(folder, 'again.keras');
    const { document } = imported;
    await exportModel({ document, format: 'keras', output, weights: { get }, seed: 1 });
    expect(await gate(output)).toEqual(await gate(golden));

    const again = await importKerasFile(output);
    expect(again.document.nodes.gate).toEqual(document.nodes.gate);
    expect(again.weights.map(({ name }) => name).sort()).toEqual([...weights.keys()].sort());
    for (const weight of again.weights) expect(weight.read()).toEqual(weights.get(weight.name));
    again.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
