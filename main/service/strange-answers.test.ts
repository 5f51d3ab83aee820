import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importInProcess } from '../importing/import-in-process.ts';
import { temporaryFolder } from '../training/testing.ts';
import { PredictionProcess } from './prediction-process.ts';

let folder: string;
let script: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  script = path.join(folder, 'strange.mjs');
  await writeFile(script, "process.on('message', () => process.send({ strange: true }));\n");
});
afterAll(() => rm(folder, { recursive: true }));

// Thrown where a message arrives, an error would end the service; here it would fail the whole run of the tests.
describe('a process whose answer is none', () => {
  it('fails the import', async () => {
    const job = { file: path.join(folder, 'a.onnx'), run: { among: folder } };
    await expect(importInProcess(script, job)).rejects.toMatchObject({ code: 'import.damaged' });
  });

  it('fails the prediction, and the next one has a process of its own', async () => {
    const predictions = new PredictionProcess(script);
    for (let i = 0; i < 2; i++)
      await expect(predictions.predict(folder, [{ shape: [1], data: [0] }])).rejects.toMatchObject({
        code: 'predict.worker',
      });
    predictions.close();
  });
});
