import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** One convolution of the network and what follows it. */
interface Stage {
  readonly filters: number;
  readonly size: number;
  readonly pools: boolean;
  readonly rate: number | null;
}

const STAGES: readonly Stage[] = [
  { filters: 32, size: 6, pools: false, rate: 0.5 },
  { filters: 64, size: 5, pools: true, rate: 0.25 },
  { filters: 128, size: 2, pools: true, rate: 0.25 },
  { filters: 128, size: 3, pools: false, rate: 0.25 },
];

/** The galaxy morphology network of Domínguez Sánchez et al. 2018 (MNRAS 476, 3661). */
export default defineTemplate(
  {
    id: 'galaxy-cnn',
    title: 'Galaxy morphology',
    description:
      'Answers one yes-or-no question about the picture of a galaxy of 69 × 69 pixels (Domínguez Sánchez 2018). 2,602,849 parameters.',
    tags: ['images', 'science'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [69, 69, 3] });
    for (const [index, { filters, size, pools, rate }] of STAGES.entries()) {
      const number = index + 1;
      network.add(`conv${number}`, 'Conv2D', {
        filters,
        kernel_size: size,
        padding: 'same',
        activation: 'relu',
      });
      if (pools) network.add(`pool${number}`, 'MaxPooling2D', { pool_size: 2 });
      if (rate !== null) network.add(`dropout${number}`, 'Dropout', { rate });
    }
    network.add('flatten', 'Flatten');
    network.add('dense1', 'Dense', { units: 64, activation: 'relu' });
    network.add('dropout5', 'Dropout', { rate: 0.5 });
    network.add('output', 'Dense', {
      units: 1,
      activation: 'sigmoid',
      kernel_initializer: 'random_uniform',
    });
    return network.build(description, {
      optimizer: { name: 'adam' },
      outputs: { output: { loss: 'binary_crossentropy', metrics: ['accuracy'] } },
      epochs: 50,
      batchSize: 30,
    });
  },
);
