import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importTest, type TestModel } from '../../shared/importers/onnx/testing.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { temporaryFolder } from '../training/testing.ts';
import { exportOnnx } from './export-onnx.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const MODELS: readonly (readonly [string, TestModel, RegExp])[] = [
  [
    'an operator of another runtime',
    {
      domains: { 'my.ops': 1 },
      nodes: [{ operator: 'Wavelet', domain: 'my.ops', inputs: ['x'], outputs: ['y'] }],
      inputs: [['x', ['N', 4]]],
      outputs: [['y', ['N', 4]]],
    },
    /^y of the operator set "my.ops" belongs to another runtime/,
  ],
  [
    "an operator of another runtime, and one of ONNX's own behind it",
    {
      domains: { 'my.ops': 1 },
      nodes: [
        { operator: 'Wavelet', domain: 'my.ops', inputs: ['x'], outputs: ['w'] },
        { operator: 'Flatten', inputs: ['w'], outputs: ['y'] },
      ],
      inputs: [['x', ['N', 4]]],
      outputs: [['y', ['N', 4]]],
    },
    /^w of the operator set "my.ops" belongs to another runtime/,
  ],
  [
    'words',
    {
      nodes: [{ operator: 'StringNormalizer', inputs: ['x'], outputs: ['y'] }],
      inputs: [['x', ['N'], 'string']],
      outputs: [['y', ['N'], 'string']],
    },
    /no tensor of numbers/,
  ],
];

it.each(MODELS)(
  'writes a network of %s, and says that nothing was compared',
  async (title, model, remark) => {
    const { document } = importTest(model);
    const output = path.join(folder, `${title}.onnx`);
    const result = await exportOnnx({ document, output, seed: 1, engine: await loadEngine('javascript') });
    expect(result.verification).toBeNull();
    expect(result.remark).toMatch(remark);
    expect(existsSync(output)).toBe(true);
  },
);

it('refuses a network that ONNX Runtime knows and cannot run', async () => {
  const { document } = importTest({
    nodes: [
      {
        operator: 'OneHot',
        inputs: ['x', 'depth', 'values'],
        outputs: ['y'],
        attributes: { axis: { int: 9 } },
      },
    ],
    inputs: [['x', ['N', 4]]],
    outputs: [['y', null]],
    initializers: [
      { name: 'depth', shape: [], values: [3] },
      { name: 'values', shape: [2], values: [0, 1] },
    ],
  });
  const output = path.join(folder, 'refused.onnx');
  const engine = await loadEngine('javascript');
  await expect(exportOnnx({ document, output, seed: 1, engine })).rejects.toMatchObject({
    code: 'export.runtime',
  });
  expect(existsSync(output)).toBe(false);
});
