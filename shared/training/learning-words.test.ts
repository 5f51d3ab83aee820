import { expect, it } from 'vitest';
import { emptyDocument, type TrainingSettings } from '../document/schema.ts';
import { completeTraining } from '../document/training-defaults.ts';
import { learningWords } from './learning-words.ts';

const words = (training: TrainingSettings) =>
  learningWords(completeTraining({ ...emptyDocument('a'), training }, []));

it('names optimizer, rate, schedule and how many layers have a rate of their own', () => {
  // Keras's defaults: Adam at 0.001, SGD at 0.01.
  expect(words({})).toBe('adam at 0.001');
  expect(words({ optimizer: { name: 'sgd', momentum: 0.9 } })).toBe('sgd at 0.01');
  expect(
    words({
      optimizer: { name: 'adam', learning_rate: 0.003 },
      schedule: { name: 'cosine_decay', decay_steps: 11 },
      layerRates: { 'conv*': 0.1, head: 2 },
    }),
  ).toBe('adam at 0.003, cosine decay, 2 rates of layers');
});
