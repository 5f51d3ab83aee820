import { memoryDataset } from '../main/datasets/dataset.ts';
import { loadEngine } from '../main/engines/load-engine.ts';
import { BatchReader, batchCount, rehearsal, shuffled } from '../main/training/feed.ts';
import { trainingPlan } from '../main/training/plan.ts';
import { serveContender } from './contender.ts';
import { BATCH_SIZE, CLASSES, randomData, SAMPLES, taskDocument, trainingTask } from './training-task.ts';

/** What is no answer goes to stderr. */
const tell = (fact: object) => console.error(JSON.stringify(fact));
const engine = await loadEngine('tensorflow');

/** Netloom's own loop: shuffling, gathering batches, steps and the scores, as in a run; without writing the run's folder. */
await serveContender(async network => {
  const task = trainingTask(network);
  const plan = trainingPlan(taskDocument(task));
  const model = engine.build({ ...plan, seed: 1 });
  const info = {
    name: 'random',
    title: '',
    description: '',
    samples: SAMPLES,
    inputs: [{ name: null, shape: [...task.inputShape] }],
    targets: [{ name: null, shape: [CLASSES], classes: null }],
  };
  const { inputs, targets } = randomData(task);
  const dataset = memoryDataset(info, [inputs], [targets], '');
  const feed = {
    dataset,
    batchSize: BATCH_SIZE,
    inputs: [0],
    targets: [{ index: 0, isSparse: false }],
  };
  const indices = Int32Array.from({ length: SAMPLES }, (_, i) => i);
  const batches = batchCount(SAMPLES, BATCH_SIZE);
  const none = new Int32Array(0);
  let epoch = 0;
  return async () => {
    if (epoch === 0) {
      const started = performance.now();
      model.rehearse(await rehearsal(feed, { train: indices, validation: none, test: none }));
      const ms = Math.round(performance.now() - started);
      tell({ network, 'rehearsal ms': ms, 'steps per call': model.stepsPerCall, ...model.execution });
    }
    const order = shuffled(indices, 1, epoch);
    const reader = new BatchReader(feed, order, epoch);
    model.resetScores();
    for (let batch = 0; batch < batches; ) {
      const next = await reader.next(batch, model.stepsPerCall);
      model.trainBatches(next, epoch * batches + batch);
      batch += next.length;
    }
    epoch += 1;
    return model.readScores();
  };
});
