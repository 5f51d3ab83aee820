import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** Two interleaved spirals: a classic test of what hidden layers can separate. */
export default defineTemplate(
  {
    id: 'spirals-mlp',
    title: 'Two spirals',
    description:
      'Three hidden layers of 32 units tell two interleaved spirals apart: points of a plane, two classes.',
    tags: ['small', 'trains'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [2] });
    for (const name of ['hidden1', 'hidden2', 'hidden3'])
      network.add(name, 'Dense', { units: 32, activation: 'relu', kernel_initializer: 'he_normal' });
    network.add('output', 'Dense', { units: 2, activation: 'softmax' });
    return network.build(description, {
      dataset: 'spirals',
      optimizer: { name: 'adam', learning_rate: 0.005 },
      outputs: { output: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 150,
      batchSize: 64,
    });
  },
);
