import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** The smallest problem that needs a hidden layer. */
export default defineTemplate(
  {
    id: 'xor-mlp',
    title: 'XOR multilayer perceptron',
    description:
      'A hidden layer of eight tanh units solves what a single perceptron cannot: exclusive or, learned to 100 %.',
    tags: ['small', 'trains', 'history'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [2] });
    network.add('hidden', 'Dense', { units: 8, activation: 'tanh' });
    network.add('output', 'Dense', { units: 1, activation: 'sigmoid' });
    return network.build(description, {
      dataset: 'xor',
      optimizer: { name: 'adam', learning_rate: 0.05 },
      outputs: { output: { loss: 'binary_crossentropy', metrics: ['accuracy'] } },
      epochs: 50,
      batchSize: 32,
    });
  },
);
