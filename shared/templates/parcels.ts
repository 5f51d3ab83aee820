import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** Two inputs and two outputs, as in Keras's guide to the functional API: a branch of its own for each, joined where both are needed. */
export default defineTemplate(
  {
    id: 'parcels',
    title: 'Two inputs, two outputs',
    description:
      'Tells the form of a parcel from its picture, and its weight from the picture and the material together: two inputs, two outputs, a loss for each.',
    tags: ['images', 'small', 'trains', 'branches'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    const convolution = (name: string, filters: number) =>
      network.add(name, 'Conv2D', { filters, kernel_size: 3, padding: 'same', activation: 'relu' });
    network.add('picture', 'InputLayer', { shape: [16, 16, 1] });
    convolution('conv1', 8);
    network.add('pool1', 'MaxPooling2D', { pool_size: 2 });
    convolution('conv2', 16);
    network.add('pool2', 'MaxPooling2D', { pool_size: 2 });
    network.add('flatten', 'Flatten');
    const features = network.add('features', 'Dense', { units: 32, activation: 'relu' });
    network.add('form', 'Dense', { units: 3, activation: 'softmax' });
    const material = network.add('material', 'InputLayer', { shape: [3] }, []);
    network.add('join', 'Concatenate', {}, [features, material]);
    network.add('both', 'Dense', { units: 32, activation: 'relu' });
    network.add('weight', 'Dense', { units: 1 });
    return network.build(description, {
      dataset: 'parcels',
      optimizer: { name: 'adam', learning_rate: 0.002 },
      outputs: {
        form: { loss: 'categorical_crossentropy', metrics: ['accuracy'] },
        weight: { loss: 'mean_squared_error', weight: 4, metrics: ['mean_absolute_error'] },
      },
      epochs: 30,
      batchSize: 32,
    });
  },
);
