import type { NetloomDocument, TrainingSettings } from '../document/schema.ts';
import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/**
 * LeNet-5 with tanh and average pooling, as in 1998; every map of the second convolution sees all six of the first.
 * Source: LeCun et al. 1998.
 */
function lenet(
  id: string,
  description: string,
  side: number,
  padding: string,
  training: TrainingSettings,
): NetloomDocument {
  const network = new NetworkBuilder(id);
  network.add('input', 'InputLayer', { shape: [side, side, 1] });
  network.add('conv1', 'Conv2D', { filters: 6, kernel_size: 5, padding, activation: 'tanh' });
  network.add('pool2', 'AveragePooling2D', { pool_size: 2 });
  network.add('conv3', 'Conv2D', { filters: 16, kernel_size: 5, activation: 'tanh' });
  network.add('pool4', 'AveragePooling2D', { pool_size: 2 });
  network.add('flatten', 'Flatten');
  network.add('fc5', 'Dense', { units: 120, activation: 'tanh' });
  network.add('fc6', 'Dense', { units: 84, activation: 'tanh' });
  network.add('output', 'Dense', { units: 10, activation: 'softmax' });
  return network.build(description, training);
}

const TRAINING: TrainingSettings = {
  optimizer: { name: 'adam' },
  outputs: { output: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
  epochs: 10,
  batchSize: 64,
};

/** The form for the 28 × 28 digits of MNIST: the first convolution pads. */
export const lenet5 = defineTemplate(
  {
    id: 'lenet-5',
    title: 'LeNet-5',
    description:
      'The first convolutional network in wide use (1998): handwritten digits of 28 × 28 pixels, tanh, average pooling, 61,706 parameters.',
    tags: ['images', 'small', 'trains', 'history'],
  },
  ({ id, description }) => lenet(id, description, 28, 'same', { dataset: 'mnist', ...TRAINING }),
);

/** The form of the paper: digits centred on 32 × 32 pixels, no padding. */
export const lenet532 = defineTemplate(
  {
    id: 'lenet-5-32',
    title: 'LeNet-5, 32 × 32',
    description:
      'LeNet-5 on images of 32 × 32 pixels as in the paper of 1998, without padding; the same 61,706 parameters.',
    tags: ['images', 'small', 'history'],
  },
  ({ id, description }) => lenet(id, description, 32, 'valid', TRAINING),
);
