import type { NetloomDocument } from '../document/schema.ts';
import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/**
 * AlexNet on one device (no groups) and without local response normalization, as it is taught.
 * Source: Krizhevsky et al. 2012; training as there.
 */
function alexnet(id: string, description: string, side: number): NetloomDocument {
  const network = new NetworkBuilder(id);
  const convolution = (name: string, filters: number, size: number, padding: number) =>
    network.add(name, 'Conv2D', { filters, kernel_size: size, padding, activation: 'relu' });
  const pool = (name: string) => network.add(name, 'MaxPooling2D', { pool_size: 3, strides: 2 });
  network.add('input', 'InputLayer', { shape: [side, side, 3] });
  network.add('conv1', 'Conv2D', { filters: 96, kernel_size: 11, strides: 4, activation: 'relu' });
  pool('pool1');
  convolution('conv2', 256, 5, 2);
  pool('pool2');
  convolution('conv3', 384, 3, 1);
  convolution('conv4', 384, 3, 1);
  convolution('conv5', 256, 3, 1);
  pool('pool5');
  network.add('flatten', 'Flatten');
  network.add('dropout6', 'Dropout', { rate: 0.5 });
  network.add('fc6', 'Dense', { units: 4096, activation: 'relu' });
  network.add('dropout7', 'Dropout', { rate: 0.5 });
  network.add('fc7', 'Dense', { units: 4096, activation: 'relu' });
  network.add('fc8', 'Dense', { units: 1000, activation: 'softmax' });
  return network.build(description, {
    optimizer: { name: 'sgd', learning_rate: 0.01, momentum: 0.9, weight_decay: 0.0005 },
    outputs: { fc8: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
    epochs: 90,
    batchSize: 128,
  });
}

/** Maps of 55, 27, 13 and 6 pixels. */
export const alexnet227 = defineTemplate(
  {
    id: 'alexnet-227',
    title: 'AlexNet, 227 × 227',
    description:
      'The network that won ImageNet 2012. With 227 pixels the first convolution divides evenly: (227 − 11) / 4 + 1 = 55. 62,378,344 parameters.',
    tags: ['images', 'large', 'history'],
  },
  ({ id, description }) => alexnet(id, description, 227),
);

/** Maps of 54, 26, 12 and 5 pixels. */
export const alexnet224 = defineTemplate(
  {
    id: 'alexnet-224',
    title: 'AlexNet, 224 × 224',
    description:
      'AlexNet with the 224 pixels that the paper states: the maps shrink to 54, 26, 12 and 5. 50,844,008 parameters.',
    tags: ['images', 'large', 'history'],
  },
  ({ id, description }) => alexnet(id, description, 224),
);
