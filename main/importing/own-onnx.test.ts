import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarize } from '../../shared/analysis/summary.ts';
import type { GraphNode } from '../../shared/document/graph.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { type Inference, inferDocument } from '../../shared/inference/infer.ts';
import { layerType } from '../../shared/layers/registry.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { TEMPLATES } from '../../shared/templates/index.ts';
import { exportOnnx } from '../onnx/export-onnx.ts';
import { temporaryFolder } from '../training/testing.ts';
import { importModelFile } from './import-model-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * What a file of ONNX does not say: how weights begin and what holds them, how fast BatchNormalization follows its batches, and the word
 * for a border (`same`), of which it has the amounts. Nor has it layers that do nothing when the network is used: dropout.
 */
const NOT_SAID = /_(initializer|regularizer|constraint)$|^momentum$|^padding$/;

/** Equal numbers along all axes are one number; an activation is the same by its own name. */
function settings({ type, parameters }: GraphNode): Record<string, unknown> {
  const layer = layerType(type);
  const all = Object.entries(layer?.parameters ?? {}).flatMap(([name, parameter]) => {
    if (NOT_SAID.test(name)) return [];
    const value: unknown = parameters[name] ?? parameter.default;
    const isEven = Array.isArray(value) && typeof value[0] === 'number' && new Set(value).size === 1;
    return [[name, isEven ? value[0] : value] as const];
  });
  const found = Object.fromEntries(all);
  // Poolings step by their size where nothing else is said.
  return 'pool_size' in found ? { ...found, strides: found.strides ?? found.pool_size } : found;
}

/** What each layer is and reads, dropout passed over. */
function layersOf({ graph, nodes }: Inference): Readonly<Record<string, unknown>> {
  const isLeftOut = (name: string) => graph.nodes.get(name)?.type === 'Dropout';
  const source = (name: string): string => {
    const [input] = graph.nodes.get(name)?.inputs ?? [];
    return isLeftOut(name) && input ? source(input.node) : name;
  };
  const described = [...graph.nodes.values()].filter(({ name }) => !isLeftOut(name));
  return Object.fromEntries(
    described.map(node => {
      const own = settings(node);
      const shape = nodes.get(node.name)?.outputs[0]?.shape;
      // An axis counted from the end is the same from the front.
      if (typeof own.axis === 'number' && own.axis < 0 && shape) own.axis += shape.length;
      const isRelu = node.type === 'ReLU' || (node.type === 'Activation' && own.activation === 'relu');
      return [
        node.name,
        {
          type: isRelu ? 'relu' : node.type,
          settings: isRelu ? {} : own,
          inputs: node.inputs.map(input => input && source(input.node)),
          shape,
          weights: nodes.get(node.name)?.weights.map(({ name, shape }) => [name, shape]),
        },
      ];
    }),
  );
}

/** Weights of zeros: the forms are compared, not the numbers. */
function zeros({ nodes }: Inference): WeightStore {
  const counts = new Map(
    [...nodes].flatMap(([name, { weights }]) =>
      weights.map(({ name: weight, shape }): [string, number] => [
        `${name}/${weight}`,
        shape.reduce((product, extent) => product * extent, 1),
      ]),
    ),
  );
  return {
    get: name => new Float32Array(counts.get(name) ?? 0),
    count: name => counts.get(name),
  };
}

describe.each(TEMPLATES.map(({ id, build }) => [id, build] as const))('%s', (id, build) => {
  it('has the same layers when it comes back from ONNX', async () => {
    const document: NetloomDocument = build();
    const output = path.join(folder, `${id}.onnx`);
    const weights = zeros(inferDocument(document));
    await exportOnnx({ document, output, weights, seed: 1, engine: null });
    const back = await importModelFile(output);
    const [before, after] = [inferDocument(document), inferDocument(back.document)];
    expect(layersOf(after)).toEqual(layersOf(before));
    expect(summarize(after, id).totals.params).toBe(summarize(before, id).totals.params);
    expect(back.report.entries.filter(({ kind }) => kind === 'operator')).toEqual([]);
    back.close();
    await rm(output);
  });
});
