import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** A frozen feature extractor with a new head. */
export default defineTemplate(
  {
    id: 'transfer-learning',
    title: 'Transfer learning',
    description:
      'A convolutional feature extractor whose weights are frozen, with a new dense head. Only the head learns; unfreeze the extractor to fine-tune it.',
    tags: ['images', 'small', 'trains'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [28, 28, 1] });
    const extractor: string[] = [];
    for (const [index, filters] of [32, 64].entries()) {
      const number = index + 1;
      const conv = network.add(`features.conv${number}`, 'Conv2D', {
        filters,
        kernel_size: 3,
        padding: 'same',
        activation: 'relu',
      });
      network.freeze(conv);
      extractor.push(conv, network.add(`features.pool${number}`, 'MaxPooling2D', { pool_size: 2 }));
    }
    const head = [
      network.add('head.flatten', 'Flatten'),
      network.add('head.dense', 'Dense', { units: 64, activation: 'relu' }),
      network.add('head.dropout', 'Dropout', { rate: 0.5 }),
      network.add('head.output', 'Dense', { units: 10, activation: 'softmax' }),
    ];
    network.frame('Feature extractor (frozen)', ...extractor);
    network.frame('New head', ...head);
    return network.build(description, {
      dataset: 'mnist',
      optimizer: { name: 'adam' },
      outputs: { 'head.output': { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 10,
      batchSize: 64,
    });
  },
);
