import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { exportOnnx } from '../main/onnx/export-onnx.ts';
import { serveContender } from './contender.ts';
import { sampleBatches, taskDocument, trainingTask } from './training-task.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-predict-'));

/** ONNX Runtime on the network's exported file, batch by batch. */
await serveContender(async network => {
  const task = trainingTask(network);
  const file = path.join(folder, `${network}.onnx`);
  await exportOnnx({ document: taskDocument(task), output: file, seed: 1, engine: null });
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  const name = session.inputNames[0] ?? '';
  const batches = sampleBatches(task).map(({ data, shape }) => new Tensor('float32', data, shape));
  return async () => {
    for (const batch of batches) await session.run({ [name]: batch });
  };
});
rmSync(folder, { recursive: true });
