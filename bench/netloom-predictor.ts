import { loadEngine } from '../main/engines/load-engine.ts';
import { trainingPlan } from '../main/training/plan.ts';
import { serveContender } from './contender.ts';
import { sampleBatches, taskDocument, trainingTask } from './training-task.ts';

const engine = await loadEngine('tensorflow');

/** Netloom's predictions, batch by batch, as `netloom predict` and "Try it" ask for them. */
await serveContender(async network => {
  const task = trainingTask(network);
  const { graph, inference } = trainingPlan(taskDocument(task));
  const model = engine.build({ graph, inference, seed: 1 });
  const batches = sampleBatches(task);
  return () => batches.map(batch => model.predict([batch]));
});
