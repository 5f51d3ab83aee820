import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** A present-day small network for digits: batch normalization and dropout. */
export default defineTemplate(
  {
    id: 'digits-cnn',
    title: 'Digits with batch normalization and dropout',
    description:
      'Two convolutions with batch normalization, a dense layer between dropouts, trained with a cosine schedule on slightly moved pictures: 98 to 99 % on handwritten digits.',
    tags: ['images', 'small', 'trains'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [28, 28, 1] });
    for (const [index, filters] of [32, 64].entries()) {
      const number = index + 1;
      network.add(`conv${number}`, 'Conv2D', {
        filters,
        kernel_size: 5,
        padding: 'same',
        activation: 'relu',
      });
      network.add(`bn${number}`, 'BatchNormalization');
      network.add(`pool${number}`, 'MaxPooling2D', { pool_size: 2 });
    }
    network.add('dropout1', 'Dropout', { rate: 0.4 });
    network.add('flatten', 'Flatten');
    network.add('dense', 'Dense', { units: 128, activation: 'relu' });
    network.add('dropout2', 'Dropout', { rate: 0.4 });
    network.add('output', 'Dense', { units: 10, activation: 'softmax' });
    return network.build(description, {
      dataset: 'mnist',
      data: { augmentation: { shift: 0.04, rotate: 6, zoom: 0.05 } },
      optimizer: { name: 'adam', learning_rate: 0.003 },
      schedule: { name: 'cosine_decay', unit: 'epochs', warmup_steps: 1, decay_steps: 11 },
      outputs: { output: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 12,
      batchSize: 64,
    });
  },
);
