import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CASES as NORM } from '../../shared/layers/battery-cases/normalization.ts';
import { CASES as POOL } from '../../shared/layers/battery-cases/pooling.ts';
import type { Engine } from '../engines/engine.ts';
import { exportOnnx } from './export-onnx.ts';
import { chain, javaScriptEngine } from './testing.ts';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await javaScriptEngine();
  folder = await mkdtemp(path.join(os.tmpdir(), 'zz-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));
let i = 0;
for (const c of [...POOL, ...NORM])
  for (const [opset, layout] of [
    [13, 'nhwc'],
    [17, 'nchw'],
    [18, 'nhwc'],
    [21, 'nchw'],
  ] as const)
    it(`${c.type} ${JSON.stringify(c.parameters)} ${JSON.stringify(c.inputs)} ${opset} ${layout}`, async () => {
      const document = chain('m', [
        ['x', 'InputLayer', { shape: c.inputs[0].slice(1) }],
        ['layer', c.type, c.parameters],
      ]);
      const { verification } = await exportOnnx({
        document,
        output: path.join(folder, `m${i++}.onnx`),
        seed: 1,
        engine,
        opset,
        layout,
      });
      expect(verification?.maxRelDiff).toBeLessThan(1e-5);
    });
