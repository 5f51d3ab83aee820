import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** Filters of a module's branches: 1×1; 3×3 after its reduction; 5×5 after its reduction; 1×1 after the pooling. */
type Branches = readonly [
  one: number,
  reduce3: number,
  three: number,
  reduce5: number,
  five: number,
  pool: number,
];

/** The modules between the poolings. Source: Szegedy et al., Going deeper with convolutions, 2014, table 1. */
const STAGES: readonly Readonly<Record<string, Branches>>[] = [
  { '3a': [64, 96, 128, 16, 32, 32], '3b': [128, 128, 192, 32, 96, 64] },
  {
    '4a': [192, 96, 208, 16, 48, 64],
    '4b': [160, 112, 224, 24, 64, 64],
    '4c': [128, 128, 256, 24, 64, 64],
    '4d': [112, 144, 288, 32, 64, 64],
    '4e': [256, 160, 320, 32, 128, 128],
  },
  { '5a': [256, 160, 320, 32, 128, 128], '5b': [384, 192, 384, 48, 128, 128] },
];

/** The paper's normalization over five channels; its alpha of 0.0001 is per window of five, Keras-style per element. */
const NORMALIZATION = { depth_radius: 2, bias: 1, alpha: 0.00002, beta: 0.75 };

/** GoogLeNet of the 2014 paper: biases, no batch normalization, no side heads. */
export default defineTemplate(
  {
    id: 'googlenet',
    title: 'GoogLeNet (Inception)',
    description:
      'Parallel 1 × 1, 3 × 3, 5 × 5 and pooling branches joined along the channels, global average pooling instead of dense layers. 6,998,552 parameters.',
    tags: ['images', 'large', 'branches'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    const convolution = (name: string, filters: number, size: number, strides = 1, from?: string) =>
      network.add(
        name,
        'Conv2D',
        { filters, kernel_size: size, strides, padding: 'same', activation: 'relu' },
        from,
      );
    const pool = (name: string) =>
      network.add(name, 'MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' });

    network.add('input', 'InputLayer', { shape: [224, 224, 3] });
    convolution('conv1', 64, 7, 2);
    pool('pool1');
    network.add('norm1', 'LocalResponseNormalization', NORMALIZATION);
    convolution('conv2_reduce', 64, 1);
    convolution('conv2', 192, 3);
    network.add('norm2', 'LocalResponseNormalization', NORMALIZATION);
    for (const [index, stage] of STAGES.entries()) {
      let from = pool(`pool${index + 2}`);
      for (const [module, [one, reduce3, three, reduce5, five, pooled]] of Object.entries(stage)) {
        const name = `inception_${module}`;
        const branch1 = convolution(`${name}.1x1`, one, 1, 1, from);
        convolution(`${name}.3x3_reduce`, reduce3, 1, 1, from);
        const branch3 = convolution(`${name}.3x3`, three, 3);
        convolution(`${name}.5x5_reduce`, reduce5, 1, 1, from);
        const branch5 = convolution(`${name}.5x5`, five, 5);
        network.add(`${name}.pool`, 'MaxPooling2D', { pool_size: 3, strides: 1, padding: 'same' }, from);
        const branchPool = convolution(`${name}.pool_proj`, pooled, 1);
        from = network.add(`${name}.output`, 'Concatenate', {}, [branch1, branch3, branch5, branchPool]);
      }
    }
    network.add('avg_pool', 'GlobalAveragePooling2D');
    network.add('dropout', 'Dropout', { rate: 0.4 });
    network.add('predictions', 'Dense', { units: 1000, activation: 'softmax' });
    return network.build(description, {
      optimizer: { name: 'sgd', learning_rate: 0.01, momentum: 0.9 },
      outputs: { predictions: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 90,
      batchSize: 128,
    });
  },
);
