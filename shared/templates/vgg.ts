import type { NetloomDocument } from '../document/schema.ts';
import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** Filters of the five blocks. */
const FILTERS = [64, 128, 256, 512, 512];

/**
 * VGG with the layer names of Keras's applications.
 * Source: Simonyan and Zisserman 2015, configurations D and E; keras.applications.vgg16 and vgg19.
 *
 * @param depths convolutions in each block
 */
function vgg(id: string, description: string, depths: readonly number[]): NetloomDocument {
  const network = new NetworkBuilder(id);
  network.add('input', 'InputLayer', { shape: [224, 224, 3] });
  for (const [index, filters] of FILTERS.entries()) {
    const block = `block${index + 1}`;
    for (let conv = 1; conv <= (depths[index] ?? 0); conv++)
      network.add(`${block}_conv${conv}`, 'Conv2D', {
        filters,
        kernel_size: 3,
        padding: 'same',
        activation: 'relu',
      });
    network.add(`${block}_pool`, 'MaxPooling2D', { pool_size: 2 });
  }
  network.add('flatten', 'Flatten');
  network.add('fc1', 'Dense', { units: 4096, activation: 'relu' });
  network.add('fc2', 'Dense', { units: 4096, activation: 'relu' });
  network.add('predictions', 'Dense', { units: 1000, activation: 'softmax' });
  return network.build(description, {
    optimizer: { name: 'sgd', learning_rate: 0.01, momentum: 0.9 },
    outputs: { predictions: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
    epochs: 74,
    batchSize: 256,
  });
}

export const vgg16 = defineTemplate(
  {
    id: 'vgg-16',
    title: 'VGG-16',
    description:
      'Thirteen 3 × 3 convolutions in five blocks and three dense layers: repetitive and pyramidal. 138,357,544 parameters.',
    tags: ['images', 'large'],
  },
  ({ id, description }) => vgg(id, description, [2, 2, 3, 3, 3]),
);

export const vgg19 = defineTemplate(
  {
    id: 'vgg-19',
    title: 'VGG-19',
    description:
      'VGG-16 with three more convolutions, one in each of the last three blocks. 143,667,240 parameters.',
    tags: ['images', 'large'],
  },
  ({ id, description }) => vgg(id, description, [2, 2, 4, 4, 4]),
);
