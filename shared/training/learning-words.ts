import type { CompleteTraining } from '../document/training-defaults.ts';

/**
 * How a network learns, in a few words: `adam at 0.003, cosine decay`.
 *
 * @param settings the training settings with their defaults
 */
export function learningWords({ optimizer, schedule, layerRates }: CompleteTraining): string {
  const rates = Object.keys(layerRates).length;
  return [
    `${optimizer.name} at ${optimizer.learning_rate}`,
    ...(schedule === null || schedule.name === 'constant' ? [] : [schedule.name.split('_').join(' ')]),
    ...(rates === 0 ? [] : [`${rates} rate${rates === 1 ? '' : 's'} of layers`]),
  ].join(', ');
}
