import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/**
 * Rosenblatt's threshold unit with two inputs. It begins at zero, as his did: with a single unit there is nothing that could
 * stay equal, and the straight-through gradient is at work from the first step.
 */
export default defineTemplate(
  {
    id: 'perceptron',
    title: 'Perceptron',
    description:
      'One threshold unit with two inputs. It learns AND and OR; switch the data set to XOR and see that it cannot.',
    tags: ['small', 'trains', 'history'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [2] });
    network.add('unit', 'Dense', { units: 1, activation: 'step', kernel_initializer: 'zeros' });
    return network.build(description, {
      dataset: 'and',
      optimizer: { name: 'sgd', learning_rate: 0.1 },
      outputs: { unit: { loss: 'mean_squared_error', metrics: ['accuracy'] } },
      epochs: 20,
      batchSize: 32,
    });
  },
);
